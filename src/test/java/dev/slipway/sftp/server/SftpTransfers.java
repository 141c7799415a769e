package dev.slipway.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SftpTestClient;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client with a file name of its own, and what became of the file. */
abstract class SftpTransfers {
  static final int MIB = 1 << 20;
  static final int PART_SIZE = 16 * MIB;

  @ConfigProperty(name = "slipway.sftp.port")
  int port;

  @Inject EntityManager entities;

  final ApiClient creator = ApiClient.as("creator");
  final String name = UUID.randomUUID() + ".mp4";
  SftpTestClient client;

  @BeforeEach
  void connect() throws Exception {
    client = SftpTestClient.as("creator", port);
  }

  @AfterEach
  void disconnect() throws Exception {
    client.close();
  }

  void interrupt(int size) throws Exception {
    var handle =
        client.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate));
    client.sftp().write(handle, 0, Mp4Header.bytes(size, 1), 0, size);
    client.cut();
    client.close();
    client = SftpTestClient.as("creator", port);
    Eventually.holds("the unfinished file is listed", () -> unfinished().size() == 1);
  }

  void assertNothingIsLeft() throws Exception {
    assertThat(videos(name)).isEmpty();
    assertThat(unfinished()).isEmpty();
    assertThat(client.list()).doesNotContain(name);
    assertStatus(
        () -> client.sftp().stat(name),
        SftpConstants.SSH_FX_NO_SUCH_FILE,
        "no file with this name");
  }

  String onlyUnfinished() {
    assertThat(unfinished()).hasSize(1);
    return (String) unfinished().get(0).get("id");
  }

  List<Map<String, Object>> unfinished() {
    return creator
        .request()
        .get("/api/uploads?status=OPEN")
        .jsonPath()
        .getList("findAll { it.fileName == '%s' }".formatted(name));
  }

  JsonPath onlyVideo() {
    assertThat(videos(name)).hasSize(1);
    return creator.request().get("/api/videos/{id}", videos(name).get(0).get("id")).jsonPath();
  }

  List<Map<String, Object>> videos(String fileName) {
    return creator
        .request()
        .get("/api/videos?owner=creator")
        .jsonPath()
        .getList("items.findAll { it.fileName == '%s' }".formatted(fileName));
  }

  static double listPartsCalls() {
    return MetricsScrape.now()
        .value(
            "slipway_store_calls_total", Map.of("operation", "list_parts", "outcome", "answered"));
  }

  static void assertStatus(Request request, int status, String message) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            SftpException.class, e -> assertThat(e.getStatus()).isEqualTo(status))
        .hasMessageContaining(message);
  }

  interface Request {
    void run() throws Exception;
  }
}
