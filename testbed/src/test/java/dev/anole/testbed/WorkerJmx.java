package dev.anole.testbed;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The MBeans of a worker that runs, and what the Prometheus exporter makes of them. The worker need not be prepared. */
public final class WorkerJmx implements AutoCloseable {

    private static final Path EXPORTER = Path.of("testbed/target/jmx-exporter/jmx_prometheus_javaagent.jar");

    private final VirtualMachine worker;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private WorkerJmx(VirtualMachine worker, JMXConnector connector) throws IOException {
        this.worker = worker;
        this.connector = connector;
        beans = connector.getMBeanServerConnection();
    }

    /** Attaches to the worker's process. */
    public static WorkerJmx attach(ConnectWorker worker) throws IOException {
        try {
            VirtualMachine attached = VirtualMachine.attach(Long.toString(worker.pid()));
            return new WorkerJmx(
                    attached, JMXConnectorFactory.connect(new JMXServiceURL(attached.startLocalManagementAgent())));
        } catch (AttachNotSupportedException e) {
            throw new IOException("Could not attach to the worker " + worker.pid(), e);
        }
    }

    public boolean has(String bean) throws IOException, JMException {
        return beans.isRegistered(new ObjectName(bean));
    }

    /** All attributes that are numbers, by name; empty if there is no such MBean. */
    public Map<String, Double> read(String bean) throws IOException, JMException {
        Map<String, Double> values = new TreeMap<>();
        ObjectName name = new ObjectName(bean);
        try {
            String[] attributes = Arrays.stream(beans.getMBeanInfo(name).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .toArray(String[]::new);
            for (Attribute attribute : beans.getAttributes(name, attributes).asList()) {
                if (attribute.getValue() instanceof Number number) {
                    values.put(attribute.getName(), number.doubleValue());
                }
            }
        } catch (InstanceNotFoundException e) {
            return Map.of();
        }
        return values;
    }

    /**
     * Loads the exporter into the worker, where it stays; so once for each worker.
     *
     * @return the address at which it answers
     */
    public URI loadExporter(Path configuration) throws IOException {
        String address = "127.0.0.1:" + Ports.free();
        try {
            worker.loadAgent(SourceTree.root().resolve(EXPORTER).toString(), address + ":" + configuration);
        } catch (AgentLoadException | AgentInitializationException e) {
            throw new IOException("Could not load the exporter into the worker", e);
        }
        return URI.create("http://" + address + "/metrics");
    }

    /** What the exporter says, in Prometheus' text format. */
    public static String scrape(URI exporter) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(exporter).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() throws IOException {
        connector.close();
        worker.detach();
    }
}
