package dev.anole.testbed.benchmark;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;

/** Where MySQL's binary log ends. */
record BinlogEnd(String file, long position) {

    /** Asks the server, in the words of 8.2 or, if it doesn't know them, in those of before. */
    static BinlogEnd of(Connection mySql) throws SQLException {
        try {
            return read(mySql, "SHOW BINARY LOG STATUS");
        } catch (SQLSyntaxErrorException e) {
            return read(mySql, "SHOW MASTER STATUS");
        }
    }

    private static BinlogEnd read(Connection mySql, String sql) throws SQLException {
        try (Statement statement = mySql.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return new BinlogEnd(row.getString(1), row.getLong(2));
        }
    }

    /** Whether this other place is not before it. */
    boolean isReachedBy(String otherFile, long otherPosition) {
        int files = otherFile.compareTo(file);
        return files > 0 || files == 0 && otherPosition >= position;
    }
}
