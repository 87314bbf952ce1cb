package dev.anole.contract.ddl;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.anole.contract.TableId;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a DDL statement does to tables, as far as the replica must follow it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SchemaChange.Truncate.class, name = "truncate"),
    @JsonSubTypes.Type(value = SchemaChange.CreateTable.class, name = "create-table"),
    @JsonSubTypes.Type(value = SchemaChange.CreateTableLike.class, name = "create-table-like"),
    @JsonSubTypes.Type(value = SchemaChange.DropTables.class, name = "drop-tables"),
    @JsonSubTypes.Type(value = SchemaChange.RenameTables.class, name = "rename-tables"),
    @JsonSubTypes.Type(value = SchemaChange.AlterTable.class, name = "alter-table"),
    @JsonSubTypes.Type(value = SchemaChange.DropDatabase.class, name = "drop-database"),
    @JsonSubTypes.Type(value = SchemaChange.Untranslated.class, name = "untranslated")
})
public sealed interface SchemaChange {

    /** The tables concerned, by their names before and behind the statement, in its order. */
    List<TableId> tables();

    /** The same change, with what the source knows of new names. */
    default SchemaChange published(Predicate<TableId> published) {
        return this;
    }

    /** TRUNCATE TABLE. */
    record Truncate(List<TableId> tables) implements SchemaChange {
        public Truncate {
            tables = List.copyOf(tables);
        }
    }

    /**
     * CREATE TABLE with columns.
     *
     * @param ifNotExists whether a table that is there stays as it is
     * @param orReplace whether a table that is there goes (MariaDB)
     * @param clauses columns, indexes, keys, checks and the comment, in the statement's order
     * @param text for columns that name no character set
     */
    record CreateTable(
            TableId table,
            Dialect dialect,
            boolean ifNotExists,
            boolean orReplace,
            List<TableClause> clauses,
            TextDefaults text)
            implements SchemaChange {
        public CreateTable {
            requireNonNull(table, "table");
            requireNonNull(dialect, "dialect");
            clauses = List.copyOf(clauses);
            requireNonNull(text, "text");
        }

        @Override
        public List<TableId> tables() {
            return List.of(table);
        }
    }

    /**
     * CREATE TABLE … LIKE: the original's columns, indexes and checks, not its foreign keys.
     *
     * @param ifNotExists whether a table that is there stays as it is
     * @param orReplace whether a table that is there goes (MariaDB)
     */
    record CreateTableLike(TableId table, Dialect dialect, boolean ifNotExists, boolean orReplace, TableId original)
            implements SchemaChange {
        public CreateTableLike {
            requireNonNull(table, "table");
            requireNonNull(dialect, "dialect");
            requireNonNull(original, "original");
        }

        @Override
        public List<TableId> tables() {
            return List.of(table);
        }
    }

    /** DROP TABLE; some may not have been there. */
    record DropTables(List<TableId> tables) implements SchemaChange {
        public DropTables {
            tables = List.copyOf(tables);
        }
    }

    /** RENAME TABLE: one after the other, so that two may swap their names by a third one. */
    record RenameTables(List<Renaming> renamings) implements SchemaChange {
        public RenameTables {
            renamings = List.copyOf(renamings);
        }

        @Override
        public SchemaChange published(Predicate<TableId> published) {
            return new RenameTables(
                    renamings.stream().map(each -> each.published(published)).toList());
        }

        @Override
        public List<TableId> tables() {
            return renamings.stream()
                    .flatMap(each -> Stream.of(each.from(), each.to()))
                    .distinct()
                    .toList();
        }
    }

    /**
     * One table's former and new name.
     *
     * @param comes whether the source did not publish it under the former name
     * @param leaves whether the source does not publish it under the new name
     */
    record Renaming(TableId from, TableId to, boolean comes, boolean leaves) {
        public Renaming {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }

        private Renaming published(Predicate<TableId> published) {
            return new Renaming(from, to, !published.test(from), !published.test(to));
        }
    }

    /**
     * ALTER TABLE, CREATE INDEX and DROP INDEX.
     *
     * @param ifExists whether the table may be missing (MariaDB)
     * @param clauses in the statement's order, without those that change neither rows nor definition
     * @param mode by which values are converted
     * @param renaming the table's new name; null if it keeps its own
     */
    record AlterTable(
            TableId table,
            Dialect dialect,
            boolean ifExists,
            List<TableClause> clauses,
            ConversionMode mode,
            @Nullable Renaming renaming)
            implements SchemaChange {
        public AlterTable {
            requireNonNull(table, "table");
            requireNonNull(dialect, "dialect");
            clauses = List.copyOf(clauses);
            // Records of former versions have none.
            mode = mode == null ? ConversionMode.NONE : mode;
        }

        @Override
        public List<TableId> tables() {
            return renaming == null ? List.of(table) : List.of(table, renaming.to());
        }

        @Override
        public SchemaChange published(Predicate<TableId> published) {
            return renaming == null
                    ? this
                    : new AlterTable(table, dialect, ifExists, clauses, mode, renaming.published(published));
        }
    }

    /** DROP DATABASE: every table in it is gone. */
    record DropDatabase(String database) implements SchemaChange {
        public DropDatabase {
            requireNonNull(database, "database");
        }

        /** The statement names none. */
        @Override
        public List<TableId> tables() {
            return List.of();
        }
    }

    /**
     * A statement that changes tables in a way that the replica cannot follow.
     *
     * @param reason a clause for the operator, without a full stop: "EXCHANGE PARTITION moves rows that are not logged"
     */
    record Untranslated(List<TableId> tables, String reason) implements SchemaChange {
        public Untranslated {
            tables = List.copyOf(tables);
            requireNonNull(reason, "reason");
        }

        @Override
        public SchemaChange published(Predicate<TableId> published) {
            return new Untranslated(tables.stream().filter(published).toList(), reason);
        }
    }
}
