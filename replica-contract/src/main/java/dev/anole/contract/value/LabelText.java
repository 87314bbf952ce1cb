package dev.anole.contract.value;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The canonical text of ENUM and SET, by their labels' numbers. It tells apart what MySQL's own text does not: an empty
 * label and none. Immutable.
 */
public final class LabelText {

    /**
     * The whole canonical text of ENUM's index 0, the error value (MySQL manual, 13.3.5). No label holds this byte, since
     * UTF-8 has none such.
     */
    public static final byte NO_LABEL = (byte) 0xff;

    private final byte[][] texts;

    /** @param labels in order */
    public LabelText(List<String> labels) {
        texts = labels.stream()
                .map(label -> label.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** Whether a value is ENUM's index 0. */
    public static boolean isNoLabel(byte[] bytes, int from, int to) {
        return to - from == 1 && bytes[from] == NO_LABEL;
    }

    /**
     * Appends the label of an ENUM.
     *
     * @param index from 1 on; 0 for the error value
     */
    public void appendLabel(int index, ValueBuffer out) {
        if (index == 0) {
            out.append(NO_LABEL);
        } else {
            out.append(texts[index - 1]);
        }
    }

    /**
     * Appends the labels of a SET, a comma between two, which no label holds. A single comma is the set of the empty
     * label alone.
     *
     * @param members the lowest bit stands for the first label
     */
    public void appendSet(long members, ValueBuffer out) {
        int start = out.length();
        for (long left = members; left != 0; left &= left - 1) {
            if (left != members) {
                out.append(',');
            }
            out.append(texts[Long.numberOfTrailingZeros(left)]);
        }
        if (members != 0 && out.length() == start) {
            out.append(',');
        }
    }
}
