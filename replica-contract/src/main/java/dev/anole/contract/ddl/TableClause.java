package dev.anole.contract.ddl;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One clause of CREATE TABLE or ALTER TABLE (MySQL manual, 15.1.9 and 15.1.20). Names of columns may differ from the
 * table's by case.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "clause")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TableClause.AddColumn.class, name = "add-column"),
    @JsonSubTypes.Type(value = TableClause.DropColumn.class, name = "drop-column"),
    @JsonSubTypes.Type(value = TableClause.ChangeColumn.class, name = "change-column"),
    @JsonSubTypes.Type(value = TableClause.RenameColumn.class, name = "rename-column"),
    @JsonSubTypes.Type(value = TableClause.SetDefault.class, name = "set-default"),
    @JsonSubTypes.Type(value = TableClause.SetVisible.class, name = "set-visible"),
    @JsonSubTypes.Type(value = TableClause.AddIndex.class, name = "add-index"),
    @JsonSubTypes.Type(value = TableClause.DropIndex.class, name = "drop-index"),
    @JsonSubTypes.Type(value = TableClause.RenameIndex.class, name = "rename-index"),
    @JsonSubTypes.Type(value = TableClause.AddForeignKey.class, name = "add-foreign-key"),
    @JsonSubTypes.Type(value = TableClause.DropForeignKey.class, name = "drop-foreign-key"),
    @JsonSubTypes.Type(value = TableClause.AddCheck.class, name = "add-check"),
    @JsonSubTypes.Type(value = TableClause.AlterCheck.class, name = "alter-check"),
    @JsonSubTypes.Type(value = TableClause.DropCheck.class, name = "drop-check"),
    @JsonSubTypes.Type(value = TableClause.DropConstraint.class, name = "drop-constraint"),
    @JsonSubTypes.Type(value = TableClause.SetText.class, name = "set-text"),
    @JsonSubTypes.Type(value = TableClause.ConvertText.class, name = "convert-text"),
    @JsonSubTypes.Type(value = TableClause.SetComment.class, name = "set-comment")
})
public sealed interface TableClause {

    /** @param place null for the last one */
    record AddColumn(ColumnSpec column, @Nullable ColumnPlace place, boolean ifNotExists) implements TableClause {
        public AddColumn {
            requireNonNull(column, "column");
        }
    }

    record DropColumn(String column, boolean ifExists) implements TableClause {
        public DropColumn {
            requireNonNull(column, "column");
        }
    }

    /**
     * MODIFY, or CHANGE with another name.
     *
     * @param column its name before
     * @param place null where it is
     */
    record ChangeColumn(
            String column, ColumnSpec changed, @Nullable ColumnPlace place, boolean ifExists) implements TableClause {
        public ChangeColumn {
            requireNonNull(column, "column");
            requireNonNull(changed, "changed");
        }
    }

    record RenameColumn(String from, String to) implements TableClause {
        public RenameColumn {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }
    }

    /**
     * SET DEFAULT, or DROP DEFAULT.
     *
     * @param value as {@link dev.anole.contract.ColumnDefinition#defaultValue} has it; null for none and for NULL
     */
    record SetDefault(String column, @Nullable String value, boolean isExpression, boolean ifExists)
            implements TableClause {
        public SetDefault {
            requireNonNull(column, "column");
        }
    }

    record SetVisible(String column, boolean visible) implements TableClause {
        public SetVisible {
            requireNonNull(column, "column");
        }
    }

    /**
     * An index, or a primary or unique key.
     *
     * @param name null where the server chooses it; {@link IndexDefinition#PRIMARY} for a primary key
     * @param kind as {@link IndexDefinition#kind} has it
     */
    record AddIndex(
            @Nullable String name, boolean unique, String kind, List<IndexDefinition.Part> parts, boolean ifNotExists)
            implements TableClause {
        public AddIndex {
            requireNonNull(kind, "kind");
            parts = List.copyOf(parts);
        }
    }

    /** @param name {@link IndexDefinition#PRIMARY} for the primary key */
    record DropIndex(String name, boolean ifExists) implements TableClause {
        public DropIndex {
            requireNonNull(name, "name");
        }
    }

    record RenameIndex(String from, String to, boolean ifExists) implements TableClause {
        public RenameIndex {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }
    }

    /**
     * A foreign key.
     *
     * @param name of the constraint; null where the server chooses it
     * @param index the name that the statement gives to the index for it; null if none
     * @param referencedColumns empty where they are the primary key's
     * @param onUpdate as {@link dev.anole.contract.ForeignKeyDefinition#onUpdate} has it
     * @param onDelete likewise
     */
    record AddForeignKey(
            @Nullable String name,
            @Nullable String index,
            List<String> columns,
            TableId referencedTable,
            List<String> referencedColumns,
            String onUpdate,
            String onDelete,
            boolean ifNotExists)
            implements TableClause {
        public AddForeignKey {
            columns = List.copyOf(columns);
            requireNonNull(referencedTable, "referencedTable");
            referencedColumns = List.copyOf(referencedColumns);
            requireNonNull(onUpdate, "onUpdate");
            requireNonNull(onDelete, "onDelete");
        }
    }

    record DropForeignKey(String name, boolean ifExists) implements TableClause {
        public DropForeignKey {
            requireNonNull(name, "name");
        }
    }

    /** @param name null where the server chooses it */
    record AddCheck(@Nullable String name, String expression, boolean enforced, boolean ifNotExists)
            implements TableClause {
        public AddCheck {
            requireNonNull(expression, "expression");
        }
    }

    record AlterCheck(String name, boolean enforced) implements TableClause {
        public AlterCheck {
            requireNonNull(name, "name");
        }
    }

    record DropCheck(String name) implements TableClause {
        public DropCheck {
            requireNonNull(name, "name");
        }
    }

    /** Of a primary or unique key, a foreign key, or a check. */
    record DropConstraint(String name, boolean ifExists) implements TableClause {
        public DropConstraint {
            requireNonNull(name, "name");
        }
    }

    /** DEFAULT CHARACTER SET: for columns that come later. */
    record SetText(TextDefaults text) implements TableClause {
        public SetText {
            requireNonNull(text, "text");
        }
    }

    /** CONVERT TO CHARACTER SET: every text column, and those that come later. */
    record ConvertText(TextDefaults text) implements TableClause {
        public ConvertText {
            requireNonNull(text, "text");
        }
    }

    record SetComment(String comment) implements TableClause {
        public SetComment {
            requireNonNull(comment, "comment");
        }
    }
}
