package dev.slipway.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.EnumSet;
import java.util.UUID;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.common.SftpConstants;
import org.junit.jupiter.api.Test;

/** What becomes of a file that a client sends at once, and of one that it may not send. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SftpUploadTest extends SftpTransfers {
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
  void writingNoBytesCompletesNothing() throws Exception {
    interrupt(20 * MIB);

    var handle = client.sftp().open(name, EnumSet.of(OpenMode.Write));
    client.sftp().write(handle, 0, new byte[0], 0, 0);
    client.sftp().close(handle);

    assertThat(client.sftp().stat(name).getSize()).isEqualTo(PART_SIZE);
    var empty =
        client.sftp().open(UUID.randomUUID() + ".mp4", EnumSet.of(OpenMode.Write, OpenMode.Create));
    client.sftp().write(empty, 0, new byte[0], 0, 0);
    assertStatus(() -> client.sftp().close(empty), SftpConstants.SSH_FX_FAILURE, "is empty");
  }

  /** As the protocol says, section 6.3 of draft-ietf-secsh-filexfer-02. */
  @Test
  void createsAFileOnlyIfTheClientWantsIt() {
    assertStatus(
        () -> client.sftp().open(name, EnumSet.of(OpenMode.Write)),
        SftpConstants.SSH_FX_NO_SUCH_FILE,
        "no file with this name");
  }

  /** Also section 6.3: clients ask for it so that they replace no file. */
  @Test
  void createsAFileExclusivelyOnlyIfThereIsNone() throws Exception {
    var exclusive = EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Exclusive);
    var bytes = Mp4Header.bytes(1_000, 1);
    var handle = client.sftp().open(name, exclusive);
    client.sftp().write(handle, 0, bytes, 0, bytes.length);
    client.sftp().close(handle);

    assertStatus(
        () -> client.sftp().open(name, exclusive), SftpConstants.SSH_FX_FAILURE, "already exists");

    assertThat(client.get(name)).isEqualTo(bytes);
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
  void ignoresTimesAndPermissionsAndKeepsSizes() throws Exception {
    client.put(name, Mp4Header.bytes(1_000, 5));

    client.sftp().setStat(name, new Attributes().perms(0644).modifyTime(1_000_000));
    client.sftp().setStat(name, new Attributes().size(1_000));

    assertStatus(
        () -> client.sftp().setStat(name, new Attributes().size(10)),
        SftpConstants.SSH_FX_OP_UNSUPPORTED,
        "size of a file");
  }
}
