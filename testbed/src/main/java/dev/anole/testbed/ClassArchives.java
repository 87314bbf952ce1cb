package dev.anole.testbed;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Archives of the classes that broker and worker load (class data sharing): they halve the processor time of a start,
 * and change nothing later. They are recorded once for a set of jars, from a broker and a worker that are started and
 * stopped in order.
 */
final class ClassArchives {
    private static final String RECORD = "-XX:ArchiveClassesAtExit=";
    private static final String USE = "-XX:SharedArchiveFile=";
    /** A JVM that finds that an archive does not fit starts without it, and needs not say so. */
    private static final List<String> QUIETLY = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

    private ClassArchives() {}

    /** The JVM options that let a broker or worker use its archive, which is recorded first if there is none. */
    static List<String> use(String mainClass) {
        Path archives = Cache.entry(name(), ClassArchives::record);
        return options(USE, archives, mainClass);
    }

    private static void record(Path folder) {
        try (Workspace workspace = Workspace.open("class-archives")) {
            KafkaBroker broker =
                    KafkaBroker.create(workspace, Map.of(), options(RECORD, folder, KafkaBroker.MAIN_CLASS));
            ConnectWorker worker = ConnectWorker.create(
                    workspace,
                    broker,
                    ConnectWorkerOptions.defaults().withPlugins(List.of()),
                    options(RECORD, folder, ConnectWorker.MAIN_CLASS));
            broker.start();
            worker.start();
            worker.stop();
            broker.stop();
        }
    }

    private static List<String> options(String option, Path folder, String mainClass) {
        return Stream.concat(Stream.of(option + folder.resolve(mainClass + ".jsa")), QUIETLY.stream())
                .toList();
    }

    /** An archive fits one JVM and one set of jars, at their place and of their time. */
    private static String name() {
        String jvm = System.getProperty("java.vm.version").replaceAll("[^A-Za-z0-9.]", "-");
        return KafkaLibraries.folder().getFileName() + "-classes-" + jvm;
    }
}
