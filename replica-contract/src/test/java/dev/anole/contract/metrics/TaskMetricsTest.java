package dev.anole.contract.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.junit.jupiter.api.Test;

class TaskMetricsTest {

    private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

    private static ObjectName bean(String connector) throws Exception {
        return new ObjectName("dev.anole.test:type=task-metrics,connector=" + connector + ",task=0");
    }

    @Test
    void oneMBeanShowsWhatIsCountedAndAskedFor() throws Exception {
        try (TaskMetrics metrics = new TaskMetrics("dev.anole.test", "shown")) {
            LongAdder rows = metrics.counter("rows-total", "Rows");
            metrics.gauge("lag-seconds", "Lag", () -> 1.5);
            Sensor batch = metrics.window("batch", "rows", "Rows of a batch");
            rows.add(3);
            batch.record(2);
            batch.record(4);

            assertThat(JMX.queryNames(new ObjectName("dev.anole.test:*"), null)).containsExactly(bean("shown"));
            assertThat(JMX.getAttribute(bean("shown"), "rows-total")).isEqualTo(3.0);
            assertThat(JMX.getAttribute(bean("shown"), "lag-seconds")).isEqualTo(1.5);
            assertThat(JMX.getAttribute(bean("shown"), "batch-avg-rows")).isEqualTo(3.0);
            assertThat(JMX.getAttribute(bean("shown"), "batch-max-rows")).isEqualTo(4.0);
            assertThat(Arrays.stream(JMX.getMBeanInfo(bean("shown")).getAttributes()))
                    .anySatisfy(
                            attribute -> assertThat(attribute.getDescription()).isEqualTo("Lag"));
            assertThat(metrics.names().stream().map(MetricName::name))
                    .containsExactly("batch-avg-rows", "batch-max-rows", "lag-seconds", "rows-total");
        }
    }

    @Test
    void theMBeanGoesWithTheTaskAndComesBackWithTheNextOne() throws Exception {
        for (int start = 1; start <= 2; start++) {
            try (TaskMetrics metrics = new TaskMetrics("dev.anole.test", "restarted")) {
                metrics.counter("rows-total", "Rows").add(start);
                assertThat(JMX.getAttribute(bean("restarted"), "rows-total")).isEqualTo((double) start);
            }
            assertThat(JMX.isRegistered(bean("restarted"))).isFalse();
        }
    }

    @Test
    void aConnectorMayHaveAnyName() throws Exception {
        try (TaskMetrics metrics = new TaskMetrics("dev.anole.test", "a,b=c:*")) {
            metrics.counter("rows-total", "Rows").increment();
            assertThat(JMX.isRegistered(bean(ObjectName.quote("a,b=c:*")))).isTrue();
        }
    }
}
