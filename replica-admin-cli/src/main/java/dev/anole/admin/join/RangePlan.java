package dev.anole.admin.join;

import dev.anole.contract.TableDefinition;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Decides how a table is cut into ranges. */
final class RangePlan {

    private RangePlan() {}

    /** @param mysql to look at the table with */
    static KeyRanges of(TableDefinition definition, TableSize size, Connection mysql) throws SQLException {
        Optional<CopyKey> key = CopyKey.of(definition);
        if (key.isEmpty()) {
            return new WholeTable();
        }
        String table = definition.id().quoted();
        if (key.get().isOneInteger() && size.rows() > size.rowsPerRange()) {
            Optional<KeyRanges> ranges = ofDenseIntegers(table, key.get(), size, mysql);
            if (ranges.isPresent()) {
                return ranges.get();
            }
        }
        return new WalkedRanges(table, key.get(), size.rowsPerRange());
    }

    /** Empty if the keys lie far apart, and thus perhaps unevenly. */
    private static Optional<KeyRanges> ofDenseIntegers(String table, CopyKey key, TableSize size, Connection mysql)
            throws SQLException {
        String column = key.quotedColumns().get(0);
        try (Statement statement = mysql.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT min(" + column + "), max(" + column + ") FROM " + table)) {
            row.next();
            String smallest = row.getString(1);
            String greatest = row.getString(2);
            if (smallest == null || greatest == null) {
                return Optional.empty();
            }
            return denseIntegers(new BigInteger(smallest), new BigInteger(greatest), size);
        }
    }

    static Optional<KeyRanges> denseIntegers(BigInteger smallest, BigInteger greatest, TableSize size) {
        BigInteger span = greatest.subtract(smallest).add(BigInteger.ONE);
        BigInteger rows = BigInteger.valueOf(size.rows());
        if (span.compareTo(rows.multiply(BigInteger.TWO)) > 0) {
            return Optional.empty();
        }
        BigInteger width =
                span.multiply(BigInteger.valueOf(size.rowsPerRange())).divide(rows);
        return Optional.of(new IntegerRanges(smallest, greatest, width.max(BigInteger.ONE)));
    }
}
