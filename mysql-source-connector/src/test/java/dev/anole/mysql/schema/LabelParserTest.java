package dev.anole.mysql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelParserTest {

    @Test
    void readsLabelsAsMySqlQuotesThem() {
        assertThat(LabelParser.parse("enum('a','it''s','b\\\\c','x,y','new\\nline','')"))
                .containsExactly("a", "it's", "b\\c", "x,y", "new\nline", "");
    }

    @Test
    void readsSets() {
        assertThat(LabelParser.parse("set(')','(')")).containsExactly(")", "(");
    }

    @Test
    void readsExpressionsAsMySqlsViewsEscapeThem() {
        assertThat(LabelParser.unescape("(`c` in (_utf8mb4\\'it\\\\\\'s\\',_utf8mb4\\'b\\\\\\\\c\\'))"))
                .isEqualTo("(`c` in (_utf8mb4'it\\'s',_utf8mb4'b\\\\c'))");
    }
}
