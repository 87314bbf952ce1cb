package dev.anole.admin.configuration;

import dev.anole.contract.notice.NoticeLevel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file's top level, as Jackson binds it. */
record ConfigurationDocument(
        @Nullable String logDir,
        @Nullable LogDestination logDest,
        @Nullable LogLevel logLevel,
        int logDaysKeep,
        @Nullable Setting rollbarKey,
        @Nullable String rollbarEnv,
        @Nullable NoticeLevel rollbarLevel,
        @Nullable String rollbarEndpoint,
        PostgresSettings pgConn,
        KafkaSettings kafka,
        ConnectSettings connect,
        Map<String, Fillfactor> fillfactor,
        Map<String, TypeOverrideSettings> typeOverride,
        Map<String, SourceSettings> sources) {

    ConfigurationDocument(
            @Nullable String logDir,
            @Nullable LogDestination logDest,
            @Nullable LogLevel logLevel,
            int logDaysKeep,
            @Nullable Setting rollbarKey,
            @Nullable String rollbarEnv,
            @Nullable NoticeLevel rollbarLevel,
            @Nullable String rollbarEndpoint,
            @Nullable PostgresSettings pgConn,
            @Nullable KafkaSettings kafka,
            @Nullable ConnectSettings connect,
            @Nullable Map<String, Fillfactor> fillfactor,
            @Nullable Map<String, TypeOverrideSettings> typeOverride,
            @Nullable Map<String, SourceSettings> sources) {
        if (pgConn == null) {
            throw new IllegalArgumentException("the key pg_conn is missing");
        }
        this.logDir = logDir;
        this.logDest = logDest;
        this.logLevel = logLevel;
        this.logDaysKeep = logDaysKeep;
        this.rollbarKey = rollbarKey;
        this.rollbarEnv = rollbarEnv;
        this.rollbarLevel = rollbarLevel;
        this.rollbarEndpoint = rollbarEndpoint;
        this.pgConn = pgConn;
        this.kafka = kafka == null ? new KafkaSettings(null, null) : kafka;
        this.connect = connect == null ? ConnectSettings.defaults() : connect;
        this.fillfactor = fillfactor == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fillfactor));
        this.typeOverride =
                typeOverride == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(typeOverride));
        this.sources = sources == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    }

    RollbarSettings rollbar() {
        return RollbarSettings.of(rollbarKey, rollbarEnv, rollbarLevel, rollbarEndpoint);
    }

    LogSettings log() {
        return LogSettings.of(logDir, logDest, logLevel, logDaysKeep);
    }
}
