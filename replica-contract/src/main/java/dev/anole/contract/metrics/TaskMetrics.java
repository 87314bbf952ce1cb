package dev.anole.contract.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.utils.Time;

/**
 * The metrics of one connector task, by Kafka's own library, which the worker has: attributes of the MBean {@code
 * <domain>:type=task-metrics,connector=<name>,task=0}, until they are closed. A unit ends each name. Safe for use by
 * several threads.
 */
public final class TaskMetrics implements AutoCloseable {

    private static final String GROUP = "task-metrics";

    private final Metrics metrics;

    /** @param connector its name in Connect; both connectors have one task */
    public TaskMetrics(String domain, String connector) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("connector", connector);
        tags.put("task", "0");
        metrics = new Metrics(
                new MetricConfig().tags(tags),
                List.of(new JmxReporter()),
                Time.SYSTEM,
                new KafkaMetricsContext(domain));
        // Kafka's count of them, which would be an MBean of its own.
        List.copyOf(metrics.metrics().keySet()).forEach(metrics::removeMetric);
    }

    /** @param value asked for whenever somebody reads it, on the reader's thread; NaN if unknown */
    public void gauge(String name, String description, DoubleSupplier value) {
        Gauge<Double> gauge = (config, now) -> value.getAsDouble();
        metrics.addMetric(metrics.metricName(name, GROUP, description), gauge);
    }

    /** What only grows, from 0 at the task's start. */
    public LongAdder counter(String name, String description) {
        LongAdder counter = new LongAdder();
        gauge(name, description, counter::sum);
        return counter;
    }

    /** Average and maximum of what was recorded within the last minute; NaN if nothing was. */
    public Sensor window(String name, String unit, String description) {
        Sensor sensor = metrics.sensor(name + "-" + unit);
        sensor.add(metrics.metricName(name + "-avg-" + unit, GROUP, description + ", on average"), new Avg());
        sensor.add(metrics.metricName(name + "-max-" + unit, GROUP, description + ", at most"), new Max());
        return sensor;
    }

    /** All names with their descriptions, by name. */
    public List<MetricName> names() {
        return metrics.metrics().keySet().stream()
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    /** The MBean goes; what is counted from now on is lost. */
    @Override
    public void close() {
        metrics.close();
    }
}
