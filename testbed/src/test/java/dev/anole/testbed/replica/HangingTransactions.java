package dev.anole.testbed.replica;

import dev.anole.testbed.KafkaBroker;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/**
 * Transactions of Kafka's that have ended, though a partition was never told: a broker that is alone may skip the
 * partition when it comes back from a kill, since it knows no leader yet, and readers of committed records wait for
 * ever. The operator finds and aborts them by {@code kafka-transactions.sh}, as this does.
 */
final class HangingTransactions {

    private static final Set<TransactionState> OPEN = EnumSet.of(
            TransactionState.ONGOING,
            TransactionState.PREPARE_ABORT,
            TransactionState.PREPARE_COMMIT,
            TransactionState.PREPARE_EPOCH_FENCE);

    private HangingTransactions() {}

    /** Aborts them all. */
    static void abort(KafkaBroker kafka) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Set<Long> open = admin.listTransactions().all().get().stream()
                    .filter(transaction -> OPEN.contains(transaction.state()))
                    .map(TransactionListing::producerId)
                    .collect(Collectors.toSet());
            Map<TopicPartition, PartitionProducerState> partitions =
                    admin.describeProducers(partitions(admin)).all().get();
            for (Map.Entry<TopicPartition, PartitionProducerState> partition : partitions.entrySet()) {
                for (ProducerState producer : partition.getValue().activeProducers()) {
                    if (producer.currentTransactionStartOffset().isPresent() && !open.contains(producer.producerId())) {
                        System.out.println("FaultsIT: aborting what hangs in " + partition.getKey() + ": " + producer);
                        admin.abortTransaction(new AbortTransactionSpec(
                                        partition.getKey(),
                                        producer.producerId(),
                                        (short) producer.producerEpoch(),
                                        producer.coordinatorEpoch().orElse(0)))
                                .all()
                                .get();
                    }
                }
            }
        }
    }

    private static List<TopicPartition> partitions(Admin admin) throws InterruptedException, ExecutionException {
        return admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }
}
