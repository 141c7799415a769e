package dev.slipway.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SftpTestClient;
import dev.slipway.testing.StoreEvents;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.UUID;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SftpDirectoryTest {
  @ConfigProperty(name = "slipway.sftp.port")
  int port;

  @Inject EntityManager entities;

  private final ApiClient creator = ApiClient.as("creator");
  private final String stem = UUID.randomUUID().toString();
  private final String name = stem + ".mp4";
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
  void showsOnlyOwnVideosOutsideTheTrash() throws Exception {
    var own = creator.upload(name, Mp4Header.bytes(123, 1));
    ApiClient.as("creator2").upload("of-creator2-" + name, Mp4Header.bytes(100, 2));

    assertThat(client.list()).contains(name).noneMatch(entry -> entry.contains("creator2"));
    var attributes = client.sftp().stat("./../" + name);
    assertThat(attributes.getSize()).isEqualTo(123);
    assertThat(attributes.isRegularFile()).isTrue();
    assertThat(client.sftp().stat("/").isDirectory()).isTrue();

    client.sftp().remove(name);

    assertThat(client.list()).doesNotContain(name);
    creator
        .request()
        .get("/api/videos/{id}", own.getString("id"))
        .then()
        .body("deleteAfter", notNullValue());
  }

  @Test
  void makesNamesUnique() throws Exception {
    var first = creator.upload(name, Mp4Header.bytes(100, 1)).getString("id");
    age(first);
    var second = creator.upload(name, Mp4Header.bytes(200, 2)).getString("id");
    var slash = creator.upload(stem + "/x.mp4", Mp4Header.bytes(300, 3)).getString("id");

    var ofFirst = "%s (%s).mp4".formatted(stem, first);
    var ofSlash = "%s_x (%s).mp4".formatted(stem, slash);
    assertThat(client.list())
        .filteredOn(entry -> entry.startsWith(stem))
        .containsExactlyInAnyOrder(name, ofFirst, ofSlash);
    assertThat(client.sftp().stat(name).getSize()).isEqualTo(200);
    assertThat(client.sftp().stat(ofFirst).getSize()).isEqualTo(100);
    assertThat(client.sftp().stat(ofSlash).getSize()).isEqualTo(300);
    client.sftp().remove(name);
    assertThat(client.sftp().stat(name).getSize()).isEqualTo(100);
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void listsManyVideosPageByPage() throws Exception {
    var template = creator.upload(name, Mp4Header.bytes(100, 1)).getString("id");
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery(
                        """
                        insert into video (id, bucket, object_key, generation, latest, owner, title,
                            file_name, status, visibility, size, etag, stored_at, stored_by,
                            catalogued_at, version, cleanup_attempts)
                        select translate(substr(md5(n::text || id), 1, 25), '0189', 'abcd') || 'a',
                            bucket, object_key || n, 1, true, owner, title, file_name || n, status,
                            visibility, size, etag, stored_at, stored_by, catalogued_at, version, 0
                        from video, generate_series(1, 350) n where id = ?1
                        """)
                    .setParameter(1, template)
                    .executeUpdate());
    try {
      assertThat(client.list()).filteredOn(entry -> entry.startsWith(name)).hasSize(351);
    } finally {
      QuarkusTransaction.requiringNew()
          .run(
              () ->
                  entities
                      .createNativeQuery("delete from video where object_key like ?1 and id <> ?2")
                      .setParameter(1, "videos/" + template + "/source%")
                      .setParameter(2, template)
                      .executeUpdate());
    }
  }

  @Test
  void temporaryNamesOfClientsMeanNoVideo() throws Exception {
    creator.upload(name, Mp4Header.bytes(50, 1));
    for (var suffix : new String[] {".filepart", ".a1b2c3d4.partial"}) {
      assertThatThrownBy(() -> client.sftp().stat(name + suffix)).hasMessageContaining("no file");
      assertThatThrownBy(() -> client.put(name + suffix, Mp4Header.bytes(100, 1)))
          .hasMessageContaining("must end with");
      assertThatThrownBy(() -> client.sftp().remove(name + suffix)).hasMessageContaining("no file");
      assertUnsupported(() -> client.sftp().rename(name + suffix, name), "Change the title");
    }
    assertThat(client.sftp().stat(name).getSize()).isEqualTo(50);
  }

  @Test
  void refusesWhatADirectoryOfVideosCanNotDo() throws Exception {
    client.put(name, Mp4Header.bytes(100, 1));
    var sftp = client.sftp();

    assertUnsupported(() -> sftp.rename(name, "other.mp4"), "Change the title");
    assertUnsupported(() -> sftp.mkdir("directory"), "only one directory");
    assertUnsupported(() -> sftp.rmdir("/"), "only one directory");
    assertUnsupported(() -> sftp.symLink("link.mp4", name), "no links");
    assertThatThrownBy(() -> client.put("directory/clip.mp4", new byte[] {1}))
        .hasMessageContaining("no other directories");
    assertThatThrownBy(() -> sftp.remove("/")).hasMessageContaining("is a directory");
    assertThatThrownBy(() -> sftp.remove("missing.mp4")).hasMessageContaining("no file");
    assertThat(client.list()).contains(name);
  }

  @Test
  void limitsOpenDirectories() throws Exception {
    var handles = new ArrayList<SftpClient.CloseableHandle>();
    for (var count = 0; count < 4; count++) {
      handles.add(client.sftp().openDir("/"));
    }

    assertThatThrownBy(() -> client.sftp().openDir("/")).hasMessageContaining("Too many");

    client.sftp().close(handles.get(0));
    client.sftp().close(client.sftp().openDir("/"));
  }

  @Test
  void refusesNegativeOffsets() throws Exception {
    creator.upload(name, Mp4Header.bytes(100, 9));
    var handle = client.sftp().open(name, SftpClient.OpenMode.Read);
    assertThat(client.sftp().read(handle, 0, new byte[10], 0, 10)).isEqualTo(10);

    assertThatThrownBy(() -> client.sftp().read(handle, Long.MIN_VALUE, new byte[10], 0, 10))
        .hasMessageContaining("negative");
  }

  @Test
  void readsRangesOfVideos() throws Exception {
    var bytes = Mp4Header.bytes(9 << 20, 9);
    creator.upload(name, bytes);

    assertThat(client.get(name)).isEqualTo(bytes);
    var handle = client.sftp().open(name, SftpClient.OpenMode.Read);
    var buffer = new byte[10];
    assertThat(client.sftp().read(handle, bytes.length - 5L, buffer, 0, 10)).isEqualTo(5);
    assertThat(buffer[4]).isEqualTo((byte) 9);
    assertThat(client.sftp().read(handle, bytes.length, buffer, 0, 10)).isEqualTo(-1);
    assertThat(client.sftp().read(handle, 0, buffer, 0, 10)).isEqualTo(10);
    client.sftp().close(handle);
  }

  /** The catalogue describes other bytes. */
  @Test
  void readsNoFileThatWasReplacedInTheStore() {
    // A late notification would correct the row.
    StoreEvents.pause();
    try {
      var id = creator.upload(name, Mp4Header.bytes(100, 1)).getString("id");
      execute("update video set etag = 'of other bytes' where id = ?1", id);

      assertThatThrownBy(() -> client.get(name))
          .hasMessageContaining("The file is no longer in the store");
    } finally {
      StoreEvents.resume();
    }
  }

  @Test
  void limitsTheChannelsOfAConnection() throws Exception {
    var others = new ArrayList<SftpClient>();
    try {
      assertThatThrownBy(
              () -> {
                while (others.size() < 10) {
                  others.add(SftpClientFactory.instance().createSftpClient(client.session()));
                }
              })
          .isInstanceOf(IOException.class);
      // The library allows one more than its setting.
      assertThat(others).hasSize(2);
    } finally {
      for (var other : others) {
        other.close();
      }
    }
  }

  private void age(String id) {
    execute("update video set stored_at = stored_at - interval '1 hour' where id = ?1", id);
  }

  private void execute(String sql, String id) {
    QuarkusTransaction.requiringNew()
        .run(() -> entities.createNativeQuery(sql).setParameter(1, id).executeUpdate());
  }

  private static void assertUnsupported(Request request, String message) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            SftpException.class,
            e -> assertThat(e.getStatus()).isEqualTo(SftpConstants.SSH_FX_OP_UNSUPPORTED))
        .hasMessageContaining(message);
  }

  private interface Request {
    void run() throws Exception;
  }
}
