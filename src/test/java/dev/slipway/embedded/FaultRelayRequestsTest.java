package dev.slipway.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.relay.EmbeddedRelay;
import dev.slipway.embedded.relay.FaultRelay;
import dev.slipway.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests to the relay that are incomplete, too large or not valid. */
class FaultRelayRequestsTest {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final String EVENT = "{\"EventName\":\"s3:ObjectCreated:Put\",\"Key\":\"a\"}";

  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private FakeWebhook application;
  private FaultRelay relay;
  private RelayControl control;
  private int controlPort;
  private int notifications;

  @BeforeEach
  void start() throws IOException {
    application = new FakeWebhook();
    relay = new FaultRelay(Clock.systemUTC(), loopback, Duration.ofMillis(300));
    controlPort = relay.openControl(0, "secret");
    control = new RelayControl(URI.create("http://127.0.0.1:" + controlPort), "secret");
    notifications = relay.openNotifications(0, () -> Optional.of(application.url()));
  }

  @AfterEach
  void stop() {
    relay.close();
    application.close();
  }

  @Test
  void refusesAStrangerBeforeItReadsTheBody() throws Exception {
    assertThat(
            statusOf(controlPort, "PUT /faults/x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"))
        .contains(" 401 ");
  }

  @Test
  void obeysWhileAnotherRequestIsIncomplete() throws Exception {
    try (var incomplete = connect(controlPort)) {
      send(
          incomplete,
          "PUT /faults/x HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer secret\r\nContent-Length: 9\r\n\r\n");

      assertThat(control.start("drop-notifications")).isEqualTo(200);
    }
  }

  @Test
  void sendsNotificationsToTheApplicationOnly() throws Exception {
    assertThat(statusOf(notifications, notification("POST", "//localhost:1/notifications/s3")))
        .contains(" 400 ");
    assertThat(statusOf(notifications, notification("POST", "http://localhost:1/notifications/s3")))
        .contains(" 400 ");
    assertThat(statusOf(notifications, notification("POST", "/notifications/s3?a=%20b")))
        .contains(" 204 ");
    assertThat(application.keys()).containsExactly("a");
  }

  @Test
  void refusesANotificationThatIsTooLarge() throws Exception {
    var size = (1 << 20) + 1;
    var head = "POST /notifications/s3 HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n";

    assertThat(statusOf(notifications, head + " ".repeat(size))).contains(" 413 ");
  }

  @Test
  void sendsCollectedNotificationsAlthoughOneCannotBeSent() throws Exception {
    control.start("reorder-notifications");
    statusOf(notifications, notification("POST", "/notifications/s3"));
    statusOf(notifications, notification("NO@METHOD", "/notifications/s3"));

    Eventually.holds("the other arrives", () -> application.keys().size() == 1);
  }

  @Test
  void closesTheConnectionOfAPathThatIsNotEncodedCorrectly() throws Exception {
    var browsers = relay.openBrowsers(0, InetSocketAddress.createUnresolved("127.0.0.1", 1));
    relay.openStore(0, InetSocketAddress.createUnresolved("127.0.0.1", 1));
    control.start("stop-store");

    assertThatThrownBy(
            () ->
                statusOf(browsers, "PUT /bucket/%zz?X-Amz-Signature=0 HTTP/1.1\r\nHost: a\r\n\r\n"))
        .isInstanceOf(SocketException.class);
  }

  @Test
  void offersNoFaultsOfNotificationsWithoutAnEmbeddedStore() throws Exception {
    try (var embedded = EmbeddedRelay.start(Clock.systemUTC(), "secret", Optional::empty)) {
      var url = URI.create(embedded.properties().get("slipway.lab.relay.url"));

      assertThat(new RelayControl(url, "secret").status().get("faults")).isEmpty();
    }
  }

  private static String notification(String method, String target) {
    return "%s %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(method, target, EVENT.length(), EVENT);
  }

  private String statusOf(int port, String request) throws IOException {
    try (var socket = connect(port)) {
      send(socket, request);
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))
          .readLine();
    }
  }

  private Socket connect(int port) throws IOException {
    var socket = new Socket(loopback, port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
  }
}
