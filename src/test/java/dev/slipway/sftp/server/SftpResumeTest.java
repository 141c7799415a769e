package dev.slipway.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SftpTestClient;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.junit.jupiter.api.Test;

/** Transfers that were interrupted, or whose bytes come in another order. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SftpResumeTest extends SftpTransfers {
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
          .hasMessageContaining("Another transfer is sending this file");
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
  void continuingACompleteFileChangesNothing() throws Exception {
    client.put(name, Mp4Header.bytes(1_000, 1));
    var interrupted = interruptedFiles();

    client.sftp().close(client.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Create)));

    assertThat(onlyVideo().getLong("size")).isEqualTo(1_000);
    assertThat(interruptedFiles()).isEqualTo(interrupted);
    var handle = client.sftp().open(name, EnumSet.of(OpenMode.Write));
    assertStatus(
        () -> client.sftp().write(handle, 1_000, new byte[] {1}, 0, 1),
        SftpConstants.SSH_FX_OP_UNSUPPORTED,
        "the next byte is 0");
  }

  private static double interruptedFiles() {
    return MetricsScrape.now().value("slipway_sftp_files_total", Map.of("outcome", "interrupted"));
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
        .body("detail", startsWith("The file isn't complete"));
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
}
