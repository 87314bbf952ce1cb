package dev.anole.admin.progress;

/** Shows tallies as they change. Called by several threads, for one table one after the other. */
interface CopyDisplay extends AutoCloseable {

    void started(CopyTally tally);

    void changed(CopyTally tally);

    void done(CopyTally tally);

    @Override
    void close();
}
