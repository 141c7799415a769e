package dev.slipway.web.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.account.Role;
import dev.slipway.catalogue.Video;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.SettableClock;
import dev.slipway.testing.StalledDownload;
import dev.slipway.testing.TestAccount;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exports whose clients read slowly don't keep other creators from theirs. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SlowExportsTest {
  private static final String PATH = "/api/videos/export?format=ndjson&q=slowexport";
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
  private static final int READ_TIMEOUT_MILLIS = 15_000;

  @TestHTTPResource("/")
  URL address;

  @Inject ObjectMapper json;
  @Inject Exports.Access access;

  private final SettableClock clock = new SettableClock();

  /** Together more than the buffers between a client and the application hold. */
  @BeforeEach
  void insertVideos() {
    for (var owner : new String[] {"creator", "creator2"}) {
      execute(
          """
          insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,
              status, visibility, size, etag, stored_at, stored_by, catalogued_at, description,
              version)
            select translate(substr(md5('%1$s/' || i), 1, 25), '0189', 'ghij') || 'a',
              'slipway-videos', 'videos/slow-export/%1$s/' || i, 1, true, '%1$s', 'slowexport', 'f',
              'READY', 'PRIVATE', i, 'e', now(), 'NOTIFICATION', now(), repeat('long ', 1000), 0
            from generate_series(1, 2300) i
          """
              .formatted(owner));
    }
    QuarkusMock.installMockForType(new Exports(json, access, clock), Exports.class);
  }

  @AfterEach
  void deleteVideos() {
    execute("delete from video where object_key like 'videos/slow-export/%'");
  }

  @Test
  void slowExportEndsForAnotherCreator() throws IOException {
    var third = ApiClient.with(TestAccount.with(Role.CREATOR).logIn("Firefox/140.0 (Linux)"));
    try (var one = stall("creator");
        var other = stall("creator2")) {
      assertThat(export(third)).isEqualTo(429);
      clock.advance(Duration.ofSeconds(29));
      assertThat(export(third)).isEqualTo(429);

      // Both may wait for their clients only now.
      Eventually.holds(
          "the third gets a place",
          () -> {
            clock.advance(Duration.ofMinutes(10));
            return export(third) == 200;
          });

      assertThat(List.of(isComplete(one), isComplete(other)))
          .containsExactlyInAnyOrder(true, false);
    }
  }

  private Socket stall(String creator) {
    return StalledDownload.await(address.getPort(), PATH, ApiClient.as(creator));
  }

  private static int export(ApiClient client) {
    return client.request().get(PATH).statusCode();
  }

  /** Reads the rest of a response, and returns whether it has its end. */
  private static boolean isComplete(Socket client) throws IOException {
    client.setSoTimeout(READ_TIMEOUT_MILLIS);
    var in = client.getInputStream();
    var buffer = new byte[1 << 16];
    var end = "";
    try {
      for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        var text = end + new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
        end = text.substring(Math.max(0, text.length() - LAST_CHUNK.length()));
        if (end.equals(LAST_CHUNK)) {
          return true;
        }
      }
    } catch (SocketException reset) {
      // The connection was closed before everything was read.
    }
    return false;
  }

  private static void execute(String sql) {
    QuarkusTransaction.requiringNew()
        .run(() -> Video.getEntityManager().createNativeQuery(sql).executeUpdate());
  }
}
