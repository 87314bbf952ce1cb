package dev.anole.admin.join;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.mysql.MySqlAddress;
import dev.anole.postgres.PostgresAddress;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.BadValueKind;
import dev.anole.postgres.types.BadValuePolicy;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.MappedTable;
import dev.anole.postgres.types.TypeOverride;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Whether the types of {@code type_override} take what MySQL has, before anything is copied: columns of which that is not
 * certain are read and written to a temporary table. For one thread.
 */
public final class OverrideCheck {

    private static final PostgresName TEMPORARY = new PostgresName("pg_temp", "anole_override");

    private static final CopySettings SETTINGS = CopySettings.of(1);

    private final MySqlAddress mysql;
    private final PostgresAddress postgres;
    private final String source;

    public OverrideCheck(MySqlAddress mysql, PostgresAddress postgres, String source) {
        this.mysql = mysql;
        this.postgres = postgres;
        this.source = source;
    }

    /**
     * @throws AdminException naming the first column whose values do not fit, and the first of these
     * @throws SQLException of a connection
     */
    public void require(Collection<MappedTable> tables) throws SQLException {
        try (Sessions sessions = new Sessions(mysql, postgres, source, SETTINGS)) {
            @Nullable CopyReader reader = null;
            for (MappedTable table : tables) {
                List<ColumnMapping> overridden = table.columns().stream()
                        .filter(column -> table.isOverridden(column.column()))
                        .toList();
                for (ColumnMapping column : overridden) {
                    requireKey(table, column);
                }
                List<ColumnMapping> uncertain = overridden.stream()
                        .filter(column -> !table.mapping().existing() && isUncertain(column))
                        .toList();
                if (!uncertain.isEmpty()) {
                    reader = reader == null
                            ? new CopyReader(
                                    sessions.openMySql(), sessions.openPostgres(), source, SETTINGS.chunkBytes())
                            : reader;
                    requireValues(reader, table, uncertain);
                }
            }
        }
    }

    private static boolean isUncertain(ColumnMapping column) {
        return column.may(BadValuePolicy.Action.FAIL)
                        && column.type().badValues().contains(BadValueKind.NUMBER_OUT_OF_RANGE)
                || !TypeOverride.takesAll(
                        column.column().dataType(), column.type().sqlName());
    }

    private static void requireKey(MappedTable table, ColumnMapping column) {
        String type = column.type().sqlName();
        if (column.key() && !TypeOverride.keepsKeys(column.column(), type)) {
            throw refused(
                    table,
                    column.column().columnType(),
                    type,
                    "column " + column.column().name() + " belongs to the key, and as " + type
                            + " two keys could become one");
        }
    }

    private static void requireValues(CopyReader reader, MappedTable table, List<ColumnMapping> columns)
            throws SQLException {
        TableDefinition definition = table.definition();
        MappedTable checked = new MappedTable(
                new TableDefinition(
                        definition.id(),
                        columns.stream().map(ColumnMapping::column).toList(),
                        // For these the policy is another.
                        List.of(new IndexDefinition(
                                IndexDefinition.PRIMARY,
                                true,
                                "BTREE",
                                definition.replicaKey().stream()
                                        .map(name -> new IndexDefinition.Part(name, null, 0, false))
                                        .toList())),
                        List.of(),
                        "",
                        List.of()),
                TEMPORARY,
                table.mapping());
        String types = columns.stream()
                .map(column -> column.quotedName() + " " + column.type().sqlName())
                .collect(Collectors.joining(", "));
        String columnTypes = columns.stream()
                .map(column -> column.column().columnType())
                .distinct()
                .collect(Collectors.joining(", "));
        String overrides = columns.stream()
                .map(column -> column.type().sqlName())
                .distinct()
                .collect(Collectors.joining(", "));
        Connection postgres = reader.postgres();
        try (Statement statement = postgres.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE anole_override (" + types + ") ON COMMIT DROP");
            reader.copy(
                    "SELECT " + CopyRows.selectList(checked.definition()) + " FROM "
                            + definition.id().quoted(),
                    new LoadingTable(checked).copyStatement(),
                    new CopyRows(checked),
                    (rows, bytes) -> {});
        } catch (TableFailure e) {
            throw refused(table, columnTypes, overrides, e.found());
        } catch (StaleCopyException e) {
            throw refused(table, columnTypes, overrides, "the table was changed while its values were looked at");
        } catch (PSQLException e) {
            ServerErrorMessage message = e.getServerErrorMessage();
            String state = String.valueOf(e.getSQLState());
            if (message == null || !state.startsWith("22") && !state.startsWith("42") && !state.startsWith("23")) {
                throw e;
            }
            String where = message.getWhere();
            throw refused(
                    table,
                    columnTypes,
                    overrides,
                    "PostgreSQL says: " + message.getMessage()
                            + (where == null
                                    ? ""
                                    : " (" + where.lines().findFirst().orElse("") + ")"));
        } finally {
            postgres.rollback();
        }
    }

    private static AdminException refused(MappedTable table, String columnType, String type, String found) {
        TableId id = table.definition().id();
        if (table.mapping().existing()) {
            return new AdminException(
                    ExitCode.PRECONDITION,
                    "keep_existing_schema is set, but PostgreSQL's table " + table.name() + " cannot take the rows of "
                            + id + ": " + found + ".",
                    "Alter or drop it in PostgreSQL, or leave the table out by skip_tables.");
        }
        return new AdminException(
                ExitCode.PRECONDITION,
                "type_override gives " + columnType + " of " + id + " the type " + type
                        + ", which cannot take its values: " + found + ".",
                "Choose another type in override_to, leave " + id + " out of override_tables, or change the values.");
    }
}
