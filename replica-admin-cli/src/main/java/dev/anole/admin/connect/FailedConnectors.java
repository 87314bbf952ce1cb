package dev.anole.admin.connect;

import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.contract.OperatorMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The failures that Kafka Connect knows of, those of the source connectors above all: they know no catalogue. */
public final class FailedConnectors {

    private final ConnectRest connect;

    public FailedConnectors(ConnectRest connect) {
        this.connect = connect;
    }

    /**
     * One connector's.
     *
     * @param found what the connector says
     */
    public record Failure(String source, String connector, String found, String remedy) {

        /** A whole sentence. */
        public String problem() {
            return "The connector " + connector + " failed: " + found + ".";
        }
    }

    /** Those of both connectors of a source; a connector that Connect does not have has none. */
    public List<Failure> of(ReplicaSource source) throws InterruptedException {
        List<Failure> failures = new ArrayList<>();
        for (String name : List.of(source.sourceConnector(), source.sinkConnector())) {
            Optional<OperatorMessage> failure = connect.status(name).flatMap(ConnectorStatus::failure);
            failure.ifPresent(
                    found -> failures.add(new Failure(source.name(), name, found.problem(), found.remedy() + ".")));
        }
        return failures;
    }
}
