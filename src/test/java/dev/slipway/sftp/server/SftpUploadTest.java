package dev.slipway.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SftpTestClient;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SftpUploadTest {
  private static final int MIB = 1 << 20;
  private static final int PART_SIZE = 16 * MIB;

  @ConfigProperty(name = "slipway.sftp.port")
  int port;

  @Inject EntityManager entities;

  private final ApiClient creator = ApiClient.as("creator");
  private final String name = UUID.randomUUID() + ".mp4";
  private SftpTestClient client;

  @BeforeEach
  void connect() throws Exception {
    client = SftpTestClient.as("creator", port);
  }

  @AfterEach
  void disconnect() throws Exception {
    client.close();
  }

  @Test
  void storesASmallFileWithOnePut() throws Exception {
    var bytes = Mp4Header.bytes(1_000, 1);

    client.put(name, bytes);

    var video = onlyVideo();
    assertThat(video.getString("status")).isEqualTo("READY");
    assertThat(video.getLong("size")).isEqualTo(1_000);
    assertThat(video.getString("owner")).isEqualTo("creator");
    assertThat(video.getString("declaredType")).isEqualTo("video/mp4");
    assertThat(video.getString("checksumSha256")).isEqualTo(ApiClient.sha256(bytes));
    assertThat(video.getString("checksumType")).isEqualTo("FULL_OBJECT");
    assertThat(client.sftp().stat(name).getSize()).isEqualTo(1_000);
    assertThat(client.get(name)).isEqualTo(bytes);
  }

  @Test
  void storesALargeFileInParts() throws Exception {
    for (var size : new int[] {PART_SIZE, PART_SIZE + 1, 2 * PART_SIZE, 40 * MIB}) {
      var file = UUID.randomUUID() + ".mp4";
      var bytes = Mp4Header.bytes(size, size);

      client.put(file, bytes);

      var video = videos(file).get(0);
      assertThat(video.get("status")).isEqualTo("READY");
      assertThat(((Number) video.get("size")).intValue()).isEqualTo(size);
      assertThat(video.get("checksumType"))
          .isEqualTo(size == PART_SIZE ? "FULL_OBJECT" : "COMPOSITE");
      assertThat(client.get(file)).isEqualTo(bytes);
      creator
          .request()
          .get("/api/uploads/{id}", video.get("id"))
          .then()
          .body("status", equalTo("STORED"))
          .body("size", equalTo(size));
    }
  }

  @Test
  void continuesAfterACutWhereTheStoredPartsEnd() throws Exception {
    var bytes = Mp4Header.bytes(40 * MIB, 7);
    var handle =
        client.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate));
    client.sftp().write(handle, 0, bytes, 0, 39 * MIB);
    client.cut();
    client.close();
    client = SftpTestClient.as("creator", port);

    assertThat(videos(name)).isEmpty();
    assertThat(client.sftp().stat(name).getSize()).isEqualTo(2L * PART_SIZE);
    assertThat(client.list()).contains(name);
    var resumed = client.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Create));
    assertThat(client.sftp().stat(resumed).getSize()).isEqualTo(2L * PART_SIZE);
    client.sftp().write(resumed, 2 * PART_SIZE, bytes, 2 * PART_SIZE, 8 * MIB);
    client.sftp().close(resumed);

    assertThat(onlyVideo().getString("status")).isEqualTo("READY");
    assertThat(client.get(name)).isEqualTo(bytes);
  }

  @Test
  void startsOverWithATruncatedFile() throws Exception {
    interrupt(20 * MIB);
    var first = onlyUnfinished();

    client.put(name, Mp4Header.bytes(100, 2));

    assertThat(onlyVideo().getLong("size")).isEqualTo(100);
    creator.request().get("/api/uploads/{id}", first).then().body("status", equalTo("ABORTED"));
    assertThat(client.list()).filteredOn(name::equals).hasSize(1);
  }

  @Test
  void theSlowerTransferCanNotAddParts() throws Exception {
    var bytes = Mp4Header.bytes(60 * MIB, 3);
    var handle =
        client.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate));
    client.sftp().write(handle, 0, bytes, 0, 20 * MIB);
    try (var other = SftpTestClient.as("creator", port)) {
      var resumed = other.sftp().open(name, EnumSet.of(OpenMode.Write));

      assertThatThrownBy(() -> client.sftp().write(handle, 20 * MIB, bytes, 20 * MIB, 20 * MIB))
          .hasMessageContaining("Another transfer continues this file");
      assertThatThrownBy(() -> client.sftp().close(handle)).isInstanceOf(SftpException.class);
      other.sftp().write(resumed, PART_SIZE, bytes, PART_SIZE, 60 * MIB - PART_SIZE);
      other.sftp().close(resumed);
    }

    assertThat(client.get(name)).isEqualTo(bytes);
  }

  @Test
  void bytesOutOfOrderEndTheTransferAndKeepStoredParts() throws Exception {
    var bytes = Mp4Header.bytes(20 * MIB, 4);
    var handle =
        client.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate));
    client.sftp().write(handle, 0, bytes, 0, bytes.length);

    for (var offset : new long[] {0, 1_000, 21L * MIB}) {
      assertStatus(
          () -> client.sftp().write(handle, offset, bytes, 0, 1_000),
          SftpConstants.SSH_FX_OP_UNSUPPORTED,
          "the next byte is 20971520");
    }
    assertStatus(
        () -> client.sftp().close(handle), SftpConstants.SSH_FX_OP_UNSUPPORTED, "next byte");

    assertThat(videos(name)).isEmpty();
    assertThat(client.sftp().stat(name).getSize()).isEqualTo(PART_SIZE);
    var resumed = client.sftp().open(name, EnumSet.of(OpenMode.Write));
    client.sftp().write(resumed, PART_SIZE, bytes, PART_SIZE, 4 * MIB);
    client.sftp().close(resumed);
    assertThat(client.get(name)).isEqualTo(bytes);
  }

  @Test
  void bytesOutOfOrderLeaveNothingOfAFileWithoutStoredParts() throws Exception {
    var handle =
        client.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate));
    client.sftp().write(handle, 0, Mp4Header.bytes(1_000, 4), 0, 1_000);

    assertStatus(
        () -> client.sftp().write(handle, 2_000, new byte[] {1}, 0, 1),
        SftpConstants.SSH_FX_OP_UNSUPPORTED,
        "the next byte is 1000");
    assertStatus(
        () -> client.sftp().close(handle), SftpConstants.SSH_FX_OP_UNSUPPORTED, "next byte");

    assertNothingIsLeft();
  }

  @Test
  void appendsOnlyAtTheEndOfTheStoredParts() throws Exception {
    interrupt(20 * MIB);
    var bytes = Mp4Header.bytes(20 * MIB, 1);

    for (var offset : new long[] {0, 20 * MIB}) {
      var wrong = client.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Append));
      assertStatus(
          () -> client.sftp().write(wrong, offset, bytes, 0, 1_000),
          SftpConstants.SSH_FX_OP_UNSUPPORTED,
          "the next byte is 16777216");
      assertStatus(
          () -> client.sftp().close(wrong), SftpConstants.SSH_FX_OP_UNSUPPORTED, "next byte");
      assertThat(client.sftp().stat(name).getSize()).isEqualTo(PART_SIZE);
    }

    var handle = client.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Append));
    client.sftp().write(handle, PART_SIZE, bytes, PART_SIZE, 4 * MIB);
    client.sftp().close(handle);
    assertThat(client.get(name)).isEqualTo(bytes);
    assertStatus(
        () -> client.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Append)),
        SftpConstants.SSH_FX_FAILURE,
        "is complete");
  }

  @Test
  void writingNoBytesCompletesNothing() throws Exception {
    interrupt(20 * MIB);

    var handle = client.sftp().open(name, EnumSet.of(OpenMode.Write));
    client.sftp().write(handle, 0, new byte[0], 0, 0);
    client.sftp().close(handle);

    assertThat(client.sftp().stat(name).getSize()).isEqualTo(PART_SIZE);
    var empty = client.sftp().open(UUID.randomUUID() + ".mp4", EnumSet.of(OpenMode.Write));
    client.sftp().write(empty, 0, new byte[0], 0, 0);
    assertStatus(() -> client.sftp().close(empty), SftpConstants.SSH_FX_FAILURE, "is empty");
  }

  @Test
  void refusesFilesThatAreNoVideos() throws Exception {
    assertStatus(
        () -> client.put("notes.txt", new byte[] {1}),
        SftpConstants.SSH_FX_FAILURE,
        "must end with");
    assertStatus(() -> client.put(name, new byte[0]), SftpConstants.SSH_FX_FAILURE, "is empty");
    assertNothingIsLeft();

    assertStatus(
        () -> client.put(name, "#!/bin/sh\n".getBytes()), SftpConstants.SSH_FX_FAILURE, "video");

    assertThat(onlyVideo().getString("status")).isEqualTo("REJECTED");
  }

  @Test
  void openingAFileWithoutWritingCompletesNothing() throws Exception {
    interrupt(20 * MIB);

    client.sftp().close(client.sftp().open(name, EnumSet.of(OpenMode.Write)));

    assertThat(videos(name)).isEmpty();
    assertThat(client.sftp().stat(name).getSize()).isEqualTo(PART_SIZE);
  }

  @Test
  void continuingACompleteFileChangesNothing() throws Exception {
    client.put(name, Mp4Header.bytes(1_000, 1));

    client.sftp().close(client.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Create)));

    assertThat(onlyVideo().getLong("size")).isEqualTo(1_000);
    var handle = client.sftp().open(name, EnumSet.of(OpenMode.Write));
    assertStatus(
        () -> client.sftp().write(handle, 1_000, new byte[] {1}, 0, 1),
        SftpConstants.SSH_FX_OP_UNSUPPORTED,
        "the next byte is 0");
  }

  @Test
  void closingAFileBeforeItsContainerEndsCompletesNothing() throws Exception {
    var bytes = Mp4Header.bytes(40 * MIB, 6);
    var handle =
        client.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate));
    client.sftp().write(handle, 0, bytes, 0, 39 * MIB);

    assertStatus(
        () -> client.sftp().close(handle),
        SftpConstants.SSH_FX_FAILURE,
        "it has 40,894,464 of at least 41,943,040 bytes");

    assertThat(videos(name)).isEmpty();
    assertThat(client.sftp().stat(name).getSize()).isEqualTo(2L * PART_SIZE);
    var resumed = client.sftp().open(name, EnumSet.of(OpenMode.Write));
    client.sftp().write(resumed, 2 * PART_SIZE, bytes, 2 * PART_SIZE, MIB);
    assertStatus(
        () -> client.sftp().close(resumed), SftpConstants.SSH_FX_FAILURE, "is not complete");
    var again = client.sftp().open(name, EnumSet.of(OpenMode.Write));
    client.sftp().write(again, 2 * PART_SIZE, bytes, 2 * PART_SIZE, 8 * MIB);
    client.sftp().close(again);
    assertThat(client.get(name)).isEqualTo(bytes);
  }

  @Test
  void unfinishedFilesCanNotBeCompletedOrSignedOverHttp() throws Exception {
    interrupt(20 * MIB);
    var id = onlyUnfinished();

    creator
        .request()
        .put("/api/uploads/{id}/completion", id)
        .then()
        .statusCode(409)
        .body("code", equalTo("upload-incomplete"))
        .body("detail", startsWith("The file hasn't ended"));
    creator
        .request()
        .contentType("application/json")
        .body(Map.of("parts", List.of(Map.of("number", 1, "size", PART_SIZE))))
        .post("/api/uploads/{id}/parts", id)
        .then()
        .statusCode(409)
        .body("code", equalTo("upload-incomplete"));

    creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);
    assertNothingIsLeft();
  }

  @Test
  void continuesAFileWhoseLastPartIsMissing() throws Exception {
    var bytes = Mp4Header.bytes(20 * MIB, 1);
    interrupt(20 * MIB);
    // As if the application had been killed before the store had the last part.
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery(
                        "update upload set growing = false, size = ?1 where file_name = ?2")
                    .setParameter(1, bytes.length)
                    .setParameter(2, name)
                    .executeUpdate());

    assertThat(client.list()).contains(name);
    assertThat(client.sftp().stat(name).getSize()).isEqualTo(PART_SIZE);
    var resumed = client.sftp().open(name, EnumSet.of(OpenMode.Write));
    client.sftp().write(resumed, PART_SIZE, bytes, PART_SIZE, 4 * MIB);
    client.sftp().close(resumed);
    assertThat(client.get(name)).isEqualTo(bytes);
  }

  @Test
  void listsUnfinishedFilesWithoutAskingTheStoreForEach() throws Exception {
    interrupt(20 * MIB);
    var before = listPartsCalls();

    var listed =
        StreamSupport.stream(client.sftp().readDir("/").spliterator(), false)
            .filter(entry -> entry.getFilename().equals(name))
            .findFirst()
            .orElseThrow();

    assertThat(listed.getAttributes().getSize()).isEqualTo(PART_SIZE);
    assertThat(listPartsCalls()).isEqualTo(before);
  }

  @Test
  void ignoresTimesAndPermissionsAndKeepsSizes() throws Exception {
    client.put(name, Mp4Header.bytes(1_000, 5));

    client.sftp().setStat(name, new Attributes().perms(0644).modifyTime(1_000_000));
    client.sftp().setStat(name, new Attributes().size(1_000));

    assertStatus(
        () -> client.sftp().setStat(name, new Attributes().size(10)),
        SftpConstants.SSH_FX_OP_UNSUPPORTED,
        "size of a file");
  }

  private void interrupt(int size) throws Exception {
    var handle =
        client.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate));
    client.sftp().write(handle, 0, Mp4Header.bytes(size, 1), 0, size);
    client.cut();
    client.close();
    client = SftpTestClient.as("creator", port);
    Eventually.holds("the unfinished file is listed", () -> unfinished().size() == 1);
  }

  private void assertNothingIsLeft() throws Exception {
    assertThat(videos(name)).isEmpty();
    assertThat(unfinished()).isEmpty();
    assertThat(client.list()).doesNotContain(name);
    assertStatus(
        () -> client.sftp().stat(name),
        SftpConstants.SSH_FX_NO_SUCH_FILE,
        "no file with this name");
  }

  private String onlyUnfinished() {
    assertThat(unfinished()).hasSize(1);
    return (String) unfinished().get(0).get("id");
  }

  private List<Map<String, Object>> unfinished() {
    return creator
        .request()
        .get("/api/uploads?status=OPEN")
        .jsonPath()
        .getList("findAll { it.fileName == '%s' }".formatted(name));
  }

  private JsonPath onlyVideo() {
    assertThat(videos(name)).hasSize(1);
    return creator.request().get("/api/videos/{id}", videos(name).get(0).get("id")).jsonPath();
  }

  private List<Map<String, Object>> videos(String fileName) {
    return creator
        .request()
        .get("/api/videos?owner=creator")
        .jsonPath()
        .getList("items.findAll { it.fileName == '%s' }".formatted(fileName));
  }

  private static double listPartsCalls() {
    return MetricsScrape.now()
        .value(
            "slipway_store_calls_total", Map.of("operation", "list_parts", "outcome", "answered"));
  }

  private static void assertStatus(Request request, int status, String message) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            SftpException.class, e -> assertThat(e.getStatus()).isEqualTo(status))
        .hasMessageContaining(message);
  }

  private interface Request {
    void run() throws Exception;
  }
}
