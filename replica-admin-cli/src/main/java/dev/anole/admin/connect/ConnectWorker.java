package dev.anole.admin.connect;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The reply to {@code GET /}. */
public record ConnectWorker(
        String version, @JsonProperty("kafka_cluster_id") String kafkaClusterId) {}
