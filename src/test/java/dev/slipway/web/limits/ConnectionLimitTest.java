package dev.slipway.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that stay open, with health on a port of its own as in a production build. */
@QuarkusTest
@TestProfile(ConnectionLimitTest.FewConnections.class)
@WithTestResource(EmbeddedServicesResource.class)
@Asvs("15.2.2")
class ConnectionLimitTest {
  private static final String LIMIT = "quarkus.http.limits.max-connections";
  private static final long LOW_LIMIT = 20;

  /** Of the embedded store, which sends its notifications to the application. */
  private static final long OTHER_CONNECTIONS = 5;

  private static final Pattern DEFAULT = Pattern.compile("(?m)^" + LIMIT + "=(\\d+)$");
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Deque<Socket> connections = new ArrayDeque<>();

  @AfterEach
  void closeAll() throws IOException {
    for (var connection : connections) {
      connection.close();
    }
  }

  @Test
  void refusesConnectionsAboveTheLimitAndNoOthers() throws Exception {
    var served = Stream.generate(this::isServed).takeWhile(isServed -> isServed).limit(LOW_LIMIT);

    assertThat(served.count()).isBetween(LOW_LIMIT - OTHER_CONNECTIONS, LOW_LIMIT);
    assertThat(isServed()).as("one more").isFalse();
    assertThat(managementHealth()).isEqualTo(200);

    connections.removeFirst().close();
    Eventually.holds("a new connection is served", this::isServed);
  }

  @Test
  void theDocumentsNameTheLimit() throws IOException {
    var properties = Files.readString(Path.of("src/main/resources/application.properties"));
    var limit = DEFAULT.matcher(properties).results().findFirst().orElseThrow().group(1);

    assertThat(Files.readString(Path.of("docs/configuration.md")))
        .contains("| `QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS` | `%s` |".formatted(limit));
    assertThat(Files.readString(Path.of("docs/operations.md")))
        .contains("| open connections of a replica | %,d |".formatted(Integer.valueOf(limit)));
  }

  /** Opens a connection, sends a request and keeps the connection open if it is answered. */
  private boolean isServed() {
    try {
      var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      var request = "HEAD /login HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      if (socket.getInputStream().read() < 0) {
        socket.close();
        return false;
      }
      connections.add(socket);
      return true;
    } catch (SocketException closed) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int managementHealth() throws IOException, InterruptedException {
    var port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
    var address = URI.create("http://localhost:%d/q/health/live".formatted(port));
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** With few connections, and a management port as in a production build. */
  public static final class FewConnections implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          LIMIT,
          Long.toString(LOW_LIMIT),
          "quarkus.management.enabled",
          "true",
          "quarkus.management.test-port",
          "0");
    }
  }
}
