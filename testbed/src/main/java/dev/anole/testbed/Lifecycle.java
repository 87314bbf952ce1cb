package dev.anole.testbed;

/** How one server is run: as a {@link ServerProcess} of this machine or as a {@link ServerContainer}. */
interface Lifecycle {
    /** Starts the server on the data that it has; it does not wait until the server answers. */
    void start();

    /** Asks the server to shut down in order and waits until it has. */
    void stop();

    /** Ends the server at once, as a power failure would, and waits until it is gone; nothing if it has ended. */
    void kill();

    /** Freezes every process of the server: connections stay open and nothing answers. */
    void suspend();

    /** Lets a suspended server go on. */
    void resume();

    boolean isAlive();

    /** The process id of the server itself (not of a wrapper); fails when it does not run. */
    long pid();

    /** The last lines of what the server has logged, for error messages. */
    String logTail();

    /** Ends the server and lets go of what it holds outside of the workspace's folder. */
    void close();
}
