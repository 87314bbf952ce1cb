package dev.anole.testbed.quickstart;

import dev.anole.testbed.compare.RowReader;
import dev.anole.testbed.compare.TableDigest;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Row counts and checksums of every table on both sides. */
final class Proof {

    private final Connection mySql;
    private final Connection postgres;
    private final String schema;

    Proof(Connection mySql, Connection postgres, String schema) {
        this.mySql = mySql;
        this.postgres = postgres;
        this.schema = schema;
    }

    /** Prints a line for each table; returns whether all are equal. */
    boolean print(List<String> tables, PrintStream out) throws SQLException {
        out.printf(
                "  %-14s %10s %10s   %-16s   %-16s%n", "table", "MySQL", "PostgreSQL", "checksum MySQL", "PostgreSQL");
        boolean equal = true;
        for (String table : tables) {
            TableDigest ofMySql = mySql(table);
            TableDigest ofPostgres = postgres(table);
            boolean same = ofMySql.equals(ofPostgres);
            equal &= same;
            out.printf(
                    "  %-14s %,10d %,10d   %16s   %16s   %s%n",
                    table,
                    ofMySql.rows(),
                    ofPostgres.rows(),
                    ofMySql.checksumText(),
                    ofPostgres.checksumText(),
                    same ? "equal" : "DIFFERENT");
        }
        return equal;
    }

    private TableDigest mySql(String table) throws SQLException {
        RowReader.Digest digest = new RowReader.Digest();
        RowReader.mySql(mySql, table, digest);
        return digest.result();
    }

    private TableDigest postgres(String table) throws SQLException {
        RowReader.Digest digest = new RowReader.Digest();
        RowReader.postgres(postgres, schema, table, digest);
        return digest.result();
    }
}
