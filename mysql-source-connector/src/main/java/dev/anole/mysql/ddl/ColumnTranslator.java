package dev.anole.mysql.ddl;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.ddl.ColumnSpec;
import dev.anole.contract.ddl.Dialect;
import dev.anole.contract.ddl.TableClause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives a column as {@code information_schema.columns} has it (MySQL manual, 15.1.20 CREATE TABLE). */
final class ColumnTranslator {

    private final TypeTranslator types;
    private final KeyTranslator keys;
    private final Dialect dialect;
    private final boolean inlineReferences;

    ColumnTranslator(TypeTranslator types, KeyTranslator keys, ServerRules rules) {
        this.types = types;
        this.keys = keys;
        dialect = rules.dialect();
        inlineReferences = rules.inlineReferences();
    }

    ColumnSpec translate(String name, Tree definition) {
        Attributes attributes = new Attributes(name);
        definition.children().stream()
                .filter(each -> each.name().endsWith("ColumnConstraint"))
                .forEach(attributes::add);
        Tree dataType = definition.children().stream()
                .filter(each -> each.name().endsWith("DataType"))
                .findFirst()
                .orElseThrow(() -> new UntranslatableException("column " + name + " has no known type"));
        Leaf typeName = dataType.leaves().get(0);
        attributes.json = dialect == Dialect.MARIADB && typeName.isWord("JSON");
        if (typeName.isWord("SERIAL")) {
            attributes.serial();
        }
        ColumnType type = types.translate(dataType, attributes.collation);
        return attributes.column(type);
    }

    /** The attributes of one column, as they come. */
    private final class Attributes {

        private final String name;
        private final List<TableClause.AddCheck> checks = new ArrayList<>();
        private boolean nullable = true;
        private boolean autoIncrement;
        private boolean invisible;
        private boolean generated;
        private boolean virtual;
        private boolean json;
        private String comment = "";
        private ColumnSpec.Key key = ColumnSpec.Key.NONE;
        private @Nullable String collation;
        private @Nullable Long srid;
        private @Nullable Leaf defaultValue;
        private TableClause.@Nullable AddForeignKey references;

        Attributes(String name) {
            this.name = name;
        }

        void add(Tree attribute) {
            switch (attribute.name()) {
                case "nullColumnConstraint" ->
                    nullable = attribute.leaves().stream().noneMatch(each -> each.isWord("NOT"));
                case "defaultColumnConstraint" -> defaultValue = attribute.leaf(Leaf.Kind.EXPRESSION);
                case "visibilityColumnConstraint" -> invisible = false;
                case "invisibilityColumnConstraint" -> invisible = true;
                case "autoIncrementColumnConstraint" -> autoIncrement |= attribute.hasWord("AUTO_INCREMENT");
                case "primaryKeyColumnConstraint" -> key = ColumnSpec.Key.PRIMARY;
                case "uniqueKeyColumnConstraint" -> key = key == ColumnSpec.Key.PRIMARY ? key : ColumnSpec.Key.UNIQUE;
                case "serialDefaultColumnConstraint" -> serial();
                case "commentColumnConstraint" -> comment = attribute.string();
                case "collateColumnConstraint" -> collation = last(attribute).text();
                case "generatedColumnConstraint" -> {
                    generated = true;
                    virtual = !attribute.hasWord("STORED") && !attribute.hasWord("PERSISTENT");
                }
                case "checkColumnConstraint" -> checks.add(keys.check(attribute, false));
                case "referenceColumnConstraint" -> {
                    if (inlineReferences) {
                        references = keys.reference(name, attribute.required("referenceDefinition"));
                    }
                }
                case "sridColumnConstraint" ->
                    srid = Long.valueOf(last(attribute).text());
                default -> {
                    // COLUMN_FORMAT, STORAGE: how rows are stored.
                }
            }
        }

        /** SERIAL stands for these (MySQL manual, 13.1.1). */
        void serial() {
            nullable = false;
            autoIncrement = true;
            key = key == ColumnSpec.Key.PRIMARY ? key : ColumnSpec.Key.UNIQUE;
        }

        // NullAway does not see that a nested type of another module is @Nullable.
        @SuppressWarnings("NullAway")
        ColumnSpec column(ColumnType type) {
            ColumnDefault value =
                    defaultValue == null ? ColumnDefault.NONE : ColumnDefault.of(defaultValue.tokens(), type, dialect);
            ColumnDefinition column = new ColumnDefinition(
                    name,
                    type.dataType(),
                    type.columnType(),
                    type.unsigned(),
                    type.characterSet(),
                    type.collation(),
                    type.length(),
                    type.precision(),
                    type.dataType() == DataType.DECIMAL ? type.scale() : 0,
                    type.labels(),
                    nullable && !autoIncrement && key != ColumnSpec.Key.PRIMARY,
                    value.value(),
                    value.isExpression(),
                    autoIncrement,
                    generated,
                    invisible,
                    comment,
                    json,
                    virtual,
                    srid);
            return new ColumnSpec(column, type.characters(), type.binary(), key, checks, references);
        }

        private static Leaf last(Tree attribute) {
            List<Leaf> leaves = attribute.leaves();
            return leaves.get(leaves.size() - 1);
        }
    }
}
