package dev.anole.admin.configuration;

import org.jspecify.annotations.Nullable;

/**
 * {@code connect}: the REST interface of the Connect cluster.
 *
 * @param url of any worker, {@code http://localhost:8083} if missing
 * @param username for basic authentication; null for none
 */
public record ConnectSettings(
        Setting url, @Nullable Setting username, @Nullable Setting password) {

    public ConnectSettings(@Nullable Setting url, @Nullable Setting username, @Nullable Setting password) {
        this.url = url == null ? new Setting("http://localhost:8083") : url;
        this.username = username;
        this.password = password;
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException("username and password are needed both, or neither");
        }
    }
}
