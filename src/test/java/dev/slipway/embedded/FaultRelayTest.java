package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.slipway.embedded.relay.FaultRelay;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault, between a real store and a webhook. */
class FaultRelayTest {
  private static final Duration DELAY = Duration.ofMillis(300);
  private static final String LARGE = "x".repeat(1 << 20);

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock();
  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private FaultRelay relay;
  private FakeWebhook application;
  private EmbeddedServices services;
  private RelayControl control;
  private PresignedUrlClient browser;
  private PresignedUrlClient server;

  @BeforeEach
  void start() throws IOException {
    application = new FakeWebhook();
    relay = new FaultRelay(clock, loopback, DELAY);
    control = new RelayControl(url(relay.openControl(0, "secret")), "secret");
    var notifications =
        url(relay.openNotifications(0, () -> Optional.of(application.url())))
            .resolve("/notifications/s3");
    var settings = EmbeddedServicesResource.storeOnly(directory);
    services = EmbeddedServices.start(settings, () -> Optional.of(notifications));
    var store = URI.create(services.properties().get("slipway.store.endpoint"));
    browser = clientAt(relay.openBrowsers(0, target(store.getPort())));
    server = clientAt(relay.openStore(0, target(store.getPort())));
  }

  @AfterEach
  void stop() {
    services.close();
    relay.close();
    application.close();
  }

  @Test
  void forwardsEverythingWithoutAFault() throws Exception {
    assertThat(browser.put("a", "0123456789")).isEqualTo(200);
    assertThat(browser.get("a", "Range", "bytes=2-4").body()).isEqualTo("234");
    assertThat(server.list("")).containsExactly("a");
    assertThat(browser.preflight("a").statusCode()).isEqualTo(200);
    assertThat(browser.putWithUnsignedHeader("b", "x-amz-acl", "public-read").statusCode())
        .isEqualTo(403);
    assertThat(browser.delete("a")).isEqualTo(204);

    awaitNotifications(2);
    assertThat(application.names())
        .containsExactly("s3:ObjectCreated:Put", "s3:ObjectRemoved:Delete");
    assertThat(application.authorizations())
        .containsOnly("Bearer " + EmbeddedServicesResource.TOKEN);
    Eventually.holds("the relay has seen both deliveries", () -> actions("a").size() == 5);
    assertThat(actions("a"))
        .containsExactlyInAnyOrder(
            "put-answered",
            "notification-sent",
            "notification-delivered",
            "notification-sent",
            "notification-delivered");
  }

  @Test
  void dropsNotifications() throws Exception {
    control.start("drop-notifications");
    browser.put("lost", "x");
    awaitAction("lost", "notification-dropped");
    control.end("drop-notifications");

    browser.put("next", "x");
    awaitNotifications(1);

    assertThat(application.keys()).containsExactly("slipway-videos/next");
  }

  @Test
  void delaysNotificationsAndSendsThemUntilTheyAreAccepted() throws Exception {
    application.respondWith(503);
    control.start("delay-notifications");
    browser.put("a", "x");
    awaitAction("a", "notification-delivered");
    assertThat(application.keys()).isEmpty();

    application.respondWith(204);
    awaitNotifications(1);

    assertThat(actions("a"))
        .containsSubsequence("notification-sent", "notification-held", "notification-delivered");
  }

  @Test
  void duplicatesNotifications() throws Exception {
    control.start("duplicate-notifications");
    browser.put("a", "x");

    awaitNotifications(3);

    assertThat(application.keys()).containsOnly("slipway-videos/a");
  }

  @Test
  void reordersNotifications() throws Exception {
    control.start("reorder-notifications");
    browser.put("older", "x");
    browser.put("newer", "x");

    awaitNotifications(2);

    assertThat(application.keys()).containsExactly("slipway-videos/newer", "slipway-videos/older");
  }

  @Test
  void cutsTheConnectionOfTheFirstTwoAttempts() throws Exception {
    control.start("cut-uploads");

    assertThatIOException().isThrownBy(() -> browser.put("a", LARGE));
    assertThatIOException().isThrownBy(() -> browser.put("a", LARGE));
    assertThat(server.list("")).isEmpty();
    assertThat(browser.put("a", LARGE)).isEqualTo(200);

    assertThat(browser.get("a").body().equals(LARGE)).isTrue();
    // The store sends its notification before or after it answers.
    assertThat(actions("a")).startsWith("put-cut", "put-cut").contains("put-answered");
  }

  @Test
  void losesTheAnswerOfTheStoreWhichHasTheBytes() throws Exception {
    control.start("lose-answers");

    assertThatIOException().isThrownBy(() -> browser.put("a", LARGE));

    assertThat(server.get("a").body().length()).isEqualTo(LARGE.length());
    awaitAction("a", "put-answer-lost");
  }

  @Test
  void refusesTheFirstPutAsExpired() throws Exception {
    control.start("expire-urls");

    assertThat(browser.put("a", LARGE)).isEqualTo(403);
    assertThat(server.list("")).isEmpty();
    assertThat(browser.put("a", LARGE)).isEqualTo(200);
    assertThat(browser.putWithUnsignedHeader("b", "Origin", "http://localhost:8080"))
        .satisfies(
            answer -> {
              assertThat(answer.body())
                  .contains("<Code>AccessDenied</Code><Message>Request has expired</Message>");
              assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                  .hasValue("http://localhost:8080");
            });
  }

  @Test
  void takesTheStoreAway() throws Exception {
    control.start("stop-store");

    assertThatIOException().isThrownBy(() -> browser.put("a", "x"));
    assertThatIOException().isThrownBy(() -> server.put("a", "x"));
    control.end("stop-store");

    assertThat(browser.put("a", "x")).isEqualTo(200);
    assertThat(server.get("a").body()).isEqualTo("x");
  }

  @Test
  void takesTheDatabaseAway() throws Exception {
    try (var database = new ServerSocket(0, 1, loopback)) {
      var port = relay.openDatabase(0, target(database.getLocalPort()));
      try (var open = new Socket(loopback, port);
          var accepted = database.accept()) {
        accepted.getOutputStream().write('a');
        assertThat(open.getInputStream().read()).isEqualTo('a');

        control.start("stop-database");

        assertThatIOException().isThrownBy(() -> readToEnd(open));
        try (var refused = new Socket(loopback, port)) {
          assertThatIOException().isThrownBy(() -> readToEnd(refused));
        }
      }
      control.end("stop-database");
      try (var again = new Socket(loopback, port);
          var accepted = database.accept()) {
        accepted.getOutputStream().write('b');
        assertThat(again.getInputStream().read()).isEqualTo('b');
      }
    }
  }

  @Test
  void endsAFaultAfterAMinute() throws Exception {
    control.start("stop-store");
    clock.advance(Duration.ofSeconds(59));
    assertThatIOException().isThrownBy(() -> browser.put("a", "x"));
    assertThat(control.status().path("active").path("name").asText()).isEqualTo("stop-store");

    clock.advance(Duration.ofSeconds(1));

    assertThat(browser.put("a", "x")).isEqualTo(200);
    assertThat(control.status().path("active").isNull()).isTrue();
  }

  @Test
  void hasOneActiveFault() throws Exception {
    control.start("stop-store");
    control.start("drop-notifications");
    control.end("stop-store");

    assertThat(control.status().path("active").path("name").asText())
        .isEqualTo("drop-notifications");
    assertThat(browser.put("a", "x")).isEqualTo(200);
  }

  @Test
  void offersOnlyFaultsOfOpenRoutes() throws Exception {
    assertThat(control.start("stop-database")).isEqualTo(404);
    assertThat(control.start("no-such-fault")).isEqualTo(404);
    assertThat(control.status().get("faults").toString())
        .contains("stop-store", "cut-uploads", "drop-notifications")
        .doesNotContain("stop-database", "kill-application");
  }

  @Test
  void obeysNobodyWithoutTheToken() throws Exception {
    var stranger = new RelayControl(url(relay.openControl(0, "another")), "secret");

    assertThat(stranger.start("stop-store")).isEqualTo(401);
    assertThat(stranger.call("GET", "/faults").statusCode()).isEqualTo(401);
    assertThat(control.status().path("active").isNull()).isTrue();
  }

  private PresignedUrlClient clientAt(int port) {
    Map<String, String> properties = new HashMap<>(services.properties());
    properties.put("slipway.store.endpoint", url(port).toString());
    return new PresignedUrlClient(properties);
  }

  private void awaitNotifications(int count) {
    Eventually.holds("notifications arrive", () -> application.keys().size() == count);
  }

  private void awaitAction(String key, String action) {
    Eventually.holds(action, () -> actions(key).contains(action));
  }

  private List<String> actions(String key) {
    try {
      return control.actions(key);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void readToEnd(Socket socket) throws IOException {
    if (socket.getInputStream().read() < 0) {
      throw new IOException("closed");
    }
  }

  private static InetSocketAddress target(int port) {
    return InetSocketAddress.createUnresolved("127.0.0.1", port);
  }

  private static URI url(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
