package dev.anole.admin.connect;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** An item of {@code GET /connector-plugins}. */
public record ConnectorPlugin(
        @JsonProperty("class") String className,
        String type,
        @Nullable String version) {}
