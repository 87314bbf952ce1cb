package dev.anole.mysql.binlog;

import java.io.IOException;

/** An event arrived otherwise than the server wrote it, or was damaged on the server's disk. */
public final class ChecksumException extends IOException {

    ChecksumException(String message) {
        super(message);
    }
}
