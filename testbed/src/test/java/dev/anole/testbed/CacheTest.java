package dev.anole.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    @TempDir
    private Path root;

    @Test
    void threadsThatAskAtTheSameTimeInstallOnce() {
        AtomicInteger installations = new AtomicInteger();

        CompletableFuture<?>[] askers = Stream.generate(() -> CompletableFuture.runAsync(() -> {
                    Cache.entry(root, "server", folder -> {
                        installations.incrementAndGet();
                        Files.createFile(folder.resolve("program"));
                    });
                }))
                .limit(2)
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(askers).join();

        assertThat(installations).hasValue(1);
        assertThat(root.resolve("server/program")).exists();
    }

    @Test
    void failedInstallationLeavesNothingAndIsTriedAgain() throws IOException {
        assertThatThrownBy(() -> Cache.entry(root, "server", folder -> {
                    Files.createFile(folder.resolve("half"));
                    throw new IOException("network down");
                }))
                .hasRootCauseMessage("network down");

        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).noneMatch(Files::isDirectory);
        }
        assertThat(Cache.entry(root, "server", folder -> {})).isEmptyDirectory();
    }
}
