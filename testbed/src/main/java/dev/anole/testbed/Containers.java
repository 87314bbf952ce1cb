package dev.anole.testbed;

import org.testcontainers.DockerClientFactory;

/** Whether servers are to run as containers: {@code -Dtestbed=containers}, and a Docker engine answers. */
final class Containers {
    private Containers() {}

    static boolean areWanted() {
        return "containers".equals(System.getProperty("testbed"))
                && DockerClientFactory.instance().isDockerAvailable();
    }
}
