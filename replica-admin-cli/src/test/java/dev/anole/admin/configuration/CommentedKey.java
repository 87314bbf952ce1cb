package dev.anole.admin.configuration;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A key of the commented example, set or commented out, and the comments above and behind it.
 *
 * @param path with a dot before what is below another key, {@code <name>} for a source's name
 */
record CommentedKey(String path, String meaning) {

    /** As it stands where it is not set: one space behind the hash, two more for each level. */
    private static final Pattern COMMENTED_OUT =
            Pattern.compile("^( *)# ((?:  )*[a-z_]+:(?: .*)?)$", Pattern.MULTILINE);

    static List<CommentedKey> read(Path example) throws IOException {
        // What stands above is about the file.
        String keys = Files.readString(example).split("(?m)^---$", 2)[1];
        String text = COMMENTED_OUT.matcher(keys).replaceAll("$1$2").replaceAll("(?m): \\{[^}\n]*}", ": {}");
        LoaderOptions options = new LoaderOptions();
        options.setProcessComments(true);
        List<CommentedKey> read = new ArrayList<>();
        add(read, "", new Yaml(options).compose(new StringReader(text)));
        return read;
    }

    private static void add(List<CommentedKey> keys, String path, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String name = ((ScalarNode) tuple.getKeyNode()).getValue();
            String key = path.equals("sources.") ? "sources.<name>" : path + name;
            Node value = tuple.getValueNode();
            String meaning = Stream.of(
                            tuple.getKeyNode().getBlockComments(),
                            tuple.getKeyNode().getInLineComments(),
                            value instanceof MappingNode below
                                            && !below.getValue().isEmpty()
                                    ? List.<CommentLine>of()
                                    : value.getInLineComments())
                    .map(CommentedKey::text)
                    .filter(part -> !part.isEmpty())
                    .collect(joining(" "));
            keys.add(new CommentedKey(key, meaning));
            add(keys, key + ".", value);
        }
    }

    /** Lines that stand further right are examples. */
    private static String text(@Nullable List<CommentLine> lines) {
        return lines == null
                ? ""
                : lines.stream()
                        .map(CommentLine::getValue)
                        .filter(line -> !line.startsWith("  "))
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .collect(joining(" "));
    }
}
