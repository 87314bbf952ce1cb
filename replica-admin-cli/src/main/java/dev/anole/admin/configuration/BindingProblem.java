package dev.anole.admin.configuration;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says what Jackson found wrong in the words of the file. Jackson's own messages quote the file, secrets included. */
final class BindingProblem {

    private BindingProblem() {}

    static String describe(JsonMappingException problem) {
        String path = path(problem.getPath());
        if (problem.getCause() instanceof IllegalArgumentException cause) {
            return (path.isEmpty() ? "" : path + ": ") + cause.getMessage();
        }
        if (problem instanceof InvalidFormatException format
                && format.getTargetType().isEnum()) {
            String words = Arrays.stream(format.getTargetType().getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" or "));
            return path + " must be " + words;
        }
        return path + " has a value of the wrong kind" + expectation(problem);
    }

    private static String expectation(JsonMappingException problem) {
        if (!(problem instanceof MismatchedInputException mismatch) || mismatch.getTargetType() == null) {
            return "";
        }
        Class<?> target = mismatch.getTargetType();
        if (target == int.class) {
            return ", a whole number is expected";
        }
        if (target == Boolean.class) {
            return ", yes or no is expected";
        }
        if (Collection.class.isAssignableFrom(target)) {
            return ", a list is expected";
        }
        return target == String.class || target == Setting.class
                ? ", a text is expected"
                : ", keys are expected below it";
    }

    private static String path(List<Reference> references) {
        return references.stream()
                .map(reference ->
                        reference.getFieldName() == null ? "[" + reference.getIndex() + "]" : reference.getFieldName())
                .collect(Collectors.joining("."));
    }

    static String describeSyntax(JsonProcessingException problem) {
        JsonLocation location = problem.getLocation();
        String place =
                location == null ? "" : " in line " + location.getLineNr() + ", column " + location.getColumnNr();
        for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
                return yaml.getProblem() + " in line " + (yaml.getProblemMark().getLine() + 1) + ", column "
                        + (yaml.getProblemMark().getColumn() + 1);
            }
        }
        return problem.getOriginalMessage().startsWith("Duplicate field")
                ? problem.getOriginalMessage() + place
                : "it is not YAML" + place;
    }
}
