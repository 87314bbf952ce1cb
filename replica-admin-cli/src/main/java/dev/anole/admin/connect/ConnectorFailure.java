package dev.anole.admin.connect;

import dev.anole.contract.OperatorMessage;

/** Tells problem and remedy of a failed connector or task apart: ours say both, of Kafka's we know the frequent one. */
final class ConnectorFailure {

    private ConnectorFailure() {}

    /** @param sentence as {@link TraceMessage} found it in the trace */
    static OperatorMessage of(String sentence) {
        return OperatorMessage.parse(sentence)
                .orElseGet(() -> new OperatorMessage(withoutStop(sentence), remedy(sentence)));
    }

    private static String remedy(String sentence) {
        // Of the broker, and of the producer itself; our own source knows the limit in record.max.bytes only.
        if (sentence.contains("larger than the max message size") || sentence.contains("max.request.size")) {
            return "Raise max.message.bytes of the topic to max_record_bytes of the configuration (64 MiB by default), or"
                    + " lower that, which then names the table; then run replica-admin start-replica";
        }
        return "Mend what it says, then run replica-admin start-replica";
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
