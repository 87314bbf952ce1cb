package dev.anole.admin.configuration;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * A text that may be a secret, or name one by a reference to a Kafka ConfigProvider ({@code ${env:NAME}}). It shows
 * itself to nobody: {@link #toString} hides it.
 *
 * @param written as the file has it, references unresolved: what is passed on to Connect
 */
public record Setting(String written) {

    public Setting {
        requireNonNull(written, "written");
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Setting of(String written) {
        return new Setting(written);
    }

    /**
     * The text with its references resolved on this machine.
     *
     * @throws dev.anole.admin.AdminException if a reference leads nowhere
     */
    public String value() {
        return SecretReferences.resolve(written);
    }

    public boolean isBlank() {
        return written.isBlank();
    }

    @Override
    public String toString() {
        return "[hidden]";
    }
}
