package dev.anole.contract;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a DDL statement does to tables, as far as the replica must follow it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SchemaChange.Truncate.class, name = "truncate"),
    @JsonSubTypes.Type(value = SchemaChange.Create.class, name = "create"),
    @JsonSubTypes.Type(value = SchemaChange.DropDatabase.class, name = "drop-database"),
    @JsonSubTypes.Type(value = SchemaChange.Untranslated.class, name = "untranslated")
})
public sealed interface SchemaChange {

    /** For exhaustive switches. */
    enum Kind {
        TRUNCATE,
        CREATE,
        DROP_DATABASE,
        UNTRANSLATED
    }

    Kind kind();

    /** The tables concerned, in the statement's order. */
    List<TableId> tables();

    /** TRUNCATE TABLE. */
    record Truncate(List<TableId> tables) implements SchemaChange {
        public Truncate {
            tables = List.copyOf(tables);
        }

        @Override
        public Kind kind() {
            return Kind.TRUNCATE;
        }
    }

    /** CREATE TABLE, which may have found the table there (IF NOT EXISTS): no table that is there changes. */
    record Create(List<TableId> tables) implements SchemaChange {
        public Create {
            tables = List.copyOf(tables);
        }

        @Override
        public Kind kind() {
            return Kind.CREATE;
        }
    }

    /** DROP DATABASE: every table in it is gone. */
    record DropDatabase(String database) implements SchemaChange {
        public DropDatabase {
            requireNonNull(database, "database");
        }

        @Override
        public Kind kind() {
            return Kind.DROP_DATABASE;
        }

        /** The statement names none. */
        @Override
        public List<TableId> tables() {
            return List.of();
        }
    }

    /**
     * A statement that changes tables in a way that the replica does not follow.
     *
     * @param reason what the statement does, for the operator: "ALTER TABLE is not replicated"
     */
    record Untranslated(List<TableId> tables, String reason) implements SchemaChange {
        public Untranslated {
            tables = List.copyOf(tables);
            requireNonNull(reason, "reason");
        }

        @Override
        public Kind kind() {
            return Kind.UNTRANSLATED;
        }
    }
}
