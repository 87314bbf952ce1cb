package dev.anole.admin.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.connect.ConnectHttp.Reply;
import dev.anole.contract.OperatorMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replies as Connect 4.3 words them. */
final class ConnectHttpReplyTest {

    private static Reply ok(String body) {
        return new Reply("GET /", 200, body);
    }

    private static Reply refused(int status, String message) {
        return new Reply("PUT /", status, "{\"error_code\":" + status + ",\"message\":\"" + message + "\"}");
    }

    @Test
    void readsAStatus() {
        ConnectorStatus status = ok("""
                        {"name":"shop","connector":{"state":"RUNNING","worker_id":"w:8083","version":"1"},
                        "tasks":[{"id":0,"state":"FAILED","worker_id":"w:8083","trace":"a.b.SomeException: It broke\\n\\tat x"}],
                        "type":"source"}""").as(ConnectorStatus.class);
        assertThat(status.connector().state()).isEqualTo(ConnectorState.RUNNING);
        assertThat(status.tasks().get(0).state()).isEqualTo(ConnectorState.FAILED);
        assertThat(status.failure()).map(OperatorMessage::problem).contains("It broke");
    }

    @Test
    void takesAStateThatItDoesNotKnowForUnknown() {
        assertThat(ok("{\"name\":\"shop\",\"connector\":{\"state\":\"DREAMING\"},\"tasks\":[]}")
                        .as(ConnectorStatus.class)
                        .connector()
                        .state())
                .isEqualTo(ConnectorState.UNKNOWN);
    }

    @Test
    void readsTheErrorsOfAValidation() {
        Validation validation = ok("""
                        {"name":"x","error_count":1,"groups":[],"configs":[
                        {"definition":{"name":"mysql.host"},"value":{"name":"mysql.host","value":"h",
                        "recommended_values":[],"errors":["unknown host"],"visible":true}},
                        {"definition":{"name":"topic"},"value":{"name":"topic","value":null,"errors":[]}}]}""").as(Validation.class);
        assertThat(validation.errors()).isEqualTo(List.of("mysql.host: unknown host"));
    }

    @Test
    void readsOffsetsAndPlugins() {
        ConnectorOffsets offsets =
                ok("{\"offsets\":[{\"partition\":{\"source\":\"shop\"},\"offset\":{\"file\":\"b.1\",\"pos\":4}}]}")
                        .as(ConnectorOffsets.class);
        assertThat(offsets.offsets().get(0).offset()).hasToString("{file=b.1, pos=4}");
        ConnectorPlugin[] plugins =
                ok("[{\"class\":\"a.B\",\"type\":\"sink\",\"version\":\"1\"}]").as(ConnectorPlugin[].class);
        assertThat(plugins).containsExactly(new ConnectorPlugin("a.B", "sink", "1"));
    }

    @Test
    void comesAgainOnlyWhereTimeAloneHelps() {
        assertThat(refused(409, "Cannot complete request because of a conflicting operation (e.g. worker rebalance)")
                        .passes())
                .isTrue();
        assertThat(refused(409, "Connector shop already exists").passes()).isFalse();
        assertThat(refused(500, "Failed to alter offsets: tasks haven't stopped completely yet")
                        .passes())
                .isTrue();
        assertThat(refused(400, "Connectors must be in the STOPPED state").passes())
                .isFalse();
        assertThat(ok("{}").passes()).isFalse();
    }

    @Test
    void passesConnectsOwnMessageOn() {
        assertThatThrownBy(
                        () -> refused(400, "Connector configuration is invalid").required())
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("Connector configuration is invalid");
        AdminException forbidden =
                catchThrowableOfType(AdminException.class, () -> new Reply("GET /", 401, "").required());
        assertThat(forbidden.exitCode()).isEqualTo(ExitCode.CONNECTION);
    }
}
