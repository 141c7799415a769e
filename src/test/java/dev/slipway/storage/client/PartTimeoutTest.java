package dev.slipway.storage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.storage.ObjectContent;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.Sha256;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreConfigs;
import dev.slipway.storage.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parts of derived files, and a store that doesn't respond. */
class PartTimeoutTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private final CountDownLatch end = new CountDownLatch(1);
  private final ObjectKey key =
      ObjectKey.ofDerived(new RandomId("a".repeat(26)), "r", RandomId.random(new Random()), "");
  private HttpServer server;
  private StoreConfig config;
  private StoreConnection connection;
  private boolean responds;

  @BeforeEach
  void startStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          await(end, responds);
          exchange.getResponseHeaders().set("ETag", "\"etag\"");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    config = StoreConfigs.at("http://127.0.0.1:" + server.getAddress().getPort());
    connection = StoreConnections.to(config);
  }

  @AfterEach
  void stopStore() {
    end.countDown();
    server.stop(0);
    connection.close();
  }

  @Test
  void partThatGetsNoResponseEndsAndClosesItsConnection() {
    var client = connection.transferClient(SHORT);

    assertThatThrownBy(() -> put(client)).isInstanceOf(StoreUnavailableException.class);

    assertThat(client.connectionPool().connectionCount()).isZero();
    assertThat(client.dispatcher().runningCallsCount()).isZero();
  }

  @Test
  void partsThatAreStoredShareOneConnection() {
    responds = true;
    var client = connection.transferClient(SHORT.multipliedBy(100));

    for (var part = 0; part < 3; part++) {
      assertThat(put(client)).isEqualTo("etag");
    }

    assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
    assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
  }

  @Test
  void partsOfDerivedFilesHaveAMinute() {
    var client = connection.transferClient(S3DerivedMultipartStore.PART_TIMEOUT);

    assertThat(client.callTimeoutMillis()).isEqualTo(60_000);
    assertThat(connection.transferClient().callTimeoutMillis()).isGreaterThan(60_000);
  }

  @Test
  void shorterLimitOfTheConfigurationApplies() {
    var longer = config.completionTimeout().plusSeconds(1);

    assertThat(connection.transferClient(longer)).isSameAs(connection.transferClient());
  }

  private String put(OkHttpClient client) {
    return new S3MultipartStore(config, connection, any -> false, client, Clock.systemUTC())
        .putPart(key, "upload", 1, true, new Content(new byte[] {1, 2, 3}))
        .orElseThrow();
  }

  private static void await(CountDownLatch end, boolean responds) {
    try {
      if (!responds) {
        end.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Content(byte[] bytes) implements ObjectContent {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public String checksumSha256() {
      return Sha256.base64(bytes);
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }
}
