package dev.anole.mysql.server;

import com.github.shyiko.mysql.binlog.network.AuthenticationException;
import com.github.shyiko.mysql.binlog.network.IdentityVerificationException;
import com.github.shyiko.mysql.binlog.network.ServerException;
import com.mysql.cj.exceptions.SSLParamsException;
import dev.anole.mysql.MySqlAddress;
import dev.anole.mysql.MySqlSourceConfig;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Tells failures to connect apart: what to do about them, and whether time alone may cure them. */
public final class ConnectionFailure {

    private static final int ACCESS_DENIED = 1045;
    private static final int ACCOUNT_LOCKED = 3118;
    private static final int PASSWORD_EXPIRED = 1862;

    /**
     * Too many connections (1040, 1203, 1226), shutdown (1053), a connection killed (1317, 1927, 3169), a host blocked
     * after failed attempts (1129), offline mode (3032), the server's idle time-out (4031).
     */
    private static final Set<Integer> TRANSIENT_CODES =
            Set.of(1040, 1053, 1129, 1203, 1226, 1317, 1927, 3032, 3169, 4031);

    private ConnectionFailure() {}

    /** Whether connecting again may succeed, without anyone's help but that of the server or the network. */
    public static boolean isTransient(Exception failure) {
        if (isOfTls(failure) || failure instanceof IdentityVerificationException) {
            return false;
        }
        if (failure instanceof SQLException sql) {
            String state = sql.getSQLState();
            return (state != null && state.startsWith("08")) || TRANSIENT_CODES.contains(sql.getErrorCode());
        }
        if (failure instanceof AuthenticationException authentication && authentication.getErrorCode() == 0) {
            return false;
        }
        if (failure instanceof ServerException server) {
            return TRANSIENT_CODES.contains(server.getErrorCode());
        }
        return true;
    }

    /** What an operator is told about a connection that was not made. */
    static Problem problem(SQLException failure, MySqlAddress address) {
        return new Problem(setting(failure), describe(failure, address), true);
    }

    /** One sentence, with what to do. */
    public static String describe(SQLException failure, MySqlAddress address) {
        String attempt = "Could not connect to MySQL on " + address.place() + " as " + address.user() + ": ";
        Throwable root = rootCause(failure);
        return attempt
                + switch (setting(failure)) {
                    case MySqlSourceConfig.PASSWORD ->
                        "access denied; check " + MySqlSourceConfig.USER + " and " + MySqlSourceConfig.PASSWORD;
                    case MySqlSourceConfig.USER -> failure.getMessage();
                    case MySqlSourceConfig.SSL_MODE ->
                        root.getMessage() + "; check " + MySqlSourceConfig.SSL_MODE + " (" + address.sslMode()
                                + "), the trust store and the key store";
                    default -> reason(root) + "; check " + MySqlSourceConfig.HOST + " and " + MySqlSourceConfig.PORT;
                };
    }

    private static String reason(Throwable root) {
        if (root instanceof UnknownHostException) {
            return "unknown host";
        }
        if (root instanceof ConnectException && root.getMessage() != null) {
            return root.getMessage();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** Certificates, or the files of them. */
    private static boolean isOfTls(Exception failure) {
        return cause(failure, SSLHandshakeException.class) != null
                || cause(failure, GeneralSecurityException.class) != null
                || cause(failure, SSLParamsException.class) != null;
    }

    private static String setting(SQLException failure) {
        if (isOfTls(failure)) {
            return MySqlSourceConfig.SSL_MODE;
        }
        return switch (failure.getErrorCode()) {
            case ACCESS_DENIED -> MySqlSourceConfig.PASSWORD;
            case ACCOUNT_LOCKED, PASSWORD_EXPIRED -> MySqlSourceConfig.USER;
            default -> MySqlSourceConfig.HOST;
        };
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
