package dev.slipway.webhooks.sending;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import dev.slipway.testing.TestCertificate;
import dev.slipway.webhooks.WebhookReceiver;
import dev.slipway.webhooks.WebhookReceiver.Responder;
import io.vertx.core.Vertx;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests to real receivers on this machine. */
class WebhookClientTest {
  private static final Message MESSAGE =
      new Message("msg_1", "{\"type\":\"webhook.test\"}", List.of("key".getBytes(UTF_8)));
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int CONCURRENCY = 5;

  private static Vertx vertx;

  private final WebhookReceiver receiver = WebhookReceiver.start();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void postsTheMessageWithItsHeaders() {
    var result = client(true, HostResolver.SYSTEM, TIMEOUT).send(receiver.url(), MESSAGE);

    assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(result.status()).isEqualTo(204);
    var request = receiver.received().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).isEqualTo("/hook?key=hidden");
    assertThat(request.body()).isEqualTo(MESSAGE.body());
    assertThat(request.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("User-Agent", "Slipway/1.2.3")
        .containsEntry("Host", "localhost:" + receiver.port())
        .containsEntry("webhook-id", "msg_1")
        .doesNotContainKeys("Cookie", "Authorization", "traceparent");
  }

  @Test
  void writesAnIpv6AddressInBrackets() throws Exception {
    try (var sixth = WebhookReceiver.start(InetAddress.getByName("::1"))) {
      var url = "http://[::1]:" + sixth.port() + "/";

      assertThat(send(url)).isEqualTo(Outcome.DELIVERED);
      assertThat(sixth.received().get(0).headers()).containsEntry("Host", "[::1]:" + sixth.port());
    }
  }

  /** Pages show the header later from the result. */
  @Test
  void signsTheTimeThatTheResultHas() {
    var seconds = new AtomicInteger(1_795_708_800);
    InstantSource ticking = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
    var clock = ticking.withZone(ZoneOffset.UTC);

    var result = client(true, HostResolver.SYSTEM, TIMEOUT, clock).send(receiver.url(), MESSAGE);

    assertThat(receiver.received().get(0).headers())
        .containsEntry("webhook-timestamp", Long.toString(result.startedAt().getEpochSecond()));
  }

  @Test
  void classifiesResponsesByStatus() {
    assertThat(outcomeOf(200)).isEqualTo(Outcome.DELIVERED);
    assertThat(outcomeOf(302)).isEqualTo(Outcome.REDIRECTED);
    assertThat(outcomeOf(404)).isEqualTo(Outcome.REFUSED);
    assertThat(outcomeOf(410)).isEqualTo(Outcome.GONE);
    assertThat(outcomeOf(503)).isEqualTo(Outcome.SERVER_ERROR);
  }

  @Test
  @Asvs("13.2.4")
  void followsNoRedirect() {
    try (var other = WebhookReceiver.start()) {
      receiver.answer(Responder.status(307, "Location", other.url()));

      assertThat(send(receiver.url())).isEqualTo(Outcome.REDIRECTED);
      assertThat(other.received()).isEmpty();
    }
  }

  @Test
  void readsRetryAfter() {
    receiver.answer(Responder.status(503, "Retry-After", "120"));

    var result = client(true, HostResolver.SYSTEM, TIMEOUT).send(receiver.url(), MESSAGE);

    assertThat(result.retryAfter()).isEqualTo(Duration.ofMinutes(2));
  }

  /** A receiver that never stops sending would otherwise keep the connection for ever. */
  @Test
  void stopsReadingALongResponse() throws Exception {
    var cutOff = new CountDownLatch(1);
    receiver.answer(
        (exchange, number) -> {
          exchange.sendResponseHeaders(200, 0);
          var part = new byte[16 * 1024];
          try {
            while (true) {
              exchange.getResponseBody().write(part);
            }
          } catch (IOException closed) {
            cutOff.countDown();
          }
        });

    assertThat(send(receiver.url())).isEqualTo(Outcome.DELIVERED);
    cutOff.await();
  }

  @Test
  void endsAnAttemptAtTheDeadline() {
    var release = new CountDownLatch(1);
    receiver.answer((exchange, number) -> await(release));

    var result =
        client(true, HostResolver.SYSTEM, Duration.ofSeconds(2)).send(receiver.url(), MESSAGE);

    assertThat(result.outcome()).isEqualTo(Outcome.NO_RESPONSE);
    assertThat(result.status()).isNull();
    release.countDown();
  }

  /** The status is the acknowledgement. */
  @Test
  void acceptsAResponseWhoseBodyNeverEnds() {
    var release = new CountDownLatch(1);
    receiver.answer(
        (exchange, number) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          await(release);
        });

    var result =
        client(true, HostResolver.SYSTEM, Duration.ofSeconds(2)).send(receiver.url(), MESSAGE);

    assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
    release.countDown();
  }

  @Test
  void reportsAClosedConnection() {
    receiver.answer((exchange, number) -> exchange.close());

    assertThat(send(receiver.url())).isEqualTo(Outcome.NO_RESPONSE);
  }

  @Test
  void reportsAnUnreachableReceiver() throws IOException {
    try (var closed = new ServerSocket(0)) {
      var port = closed.getLocalPort();
      closed.close();
      assertThat(send("http://localhost:" + port + "/")).isEqualTo(Outcome.UNREACHABLE);
    }
    assertThat(send("http://receiver.invalid/")).isEqualTo(Outcome.UNREACHABLE);
  }

  @Test
  void triesTheNextAddressIfOneIsUnreachable() throws Exception {
    // Nothing listens on the second loopback address.
    HostResolver resolver =
        host -> List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"));

    var result =
        client(true, resolver, TIMEOUT)
            .send("http://hooks.example:" + receiver.port() + "/", MESSAGE);

    assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(receiver.received().get(0).headers())
        .containsEntry("Host", "hooks.example:" + receiver.port());
  }

  /** Linux drops further connections while the backlog is full, like a firewall. */
  @Test
  void triesTheNextAddressIfOneDropsPackets() throws Exception {
    HostResolver resolver =
        host -> List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"));
    var waiting = new ArrayList<Socket>();
    try (var silent = new ServerSocket(receiver.port(), 1, InetAddress.getByName("127.0.0.2"))) {
      for (var i = 0; i < 4; i++) {
        var socket = new Socket();
        waiting.add(socket);
        connectIfAccepted(socket, silent);
      }

      var result =
          client(true, resolver, Duration.ofSeconds(4))
              .send("http://hooks.example:" + receiver.port() + "/", MESSAGE);

      assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
      assertThat(result.duration()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    } finally {
      for (var socket : waiting) {
        socket.close();
      }
    }
  }

  private static void connectIfAccepted(Socket socket, ServerSocket server) throws IOException {
    try {
      socket.connect(server.getLocalSocketAddress(), 200);
    } catch (SocketTimeoutException full) {
      // The backlog is full.
    }
  }

  @Test
  @Asvs("13.2.4")
  void refusesANameWithAPrivateAddress() {
    HostResolver resolver = host -> List.of(InetAddress.getByName("127.0.0.1"));

    var result =
        client(false, resolver, TIMEOUT)
            .send("https://hooks.example:" + receiver.port() + "/", MESSAGE);

    assertThat(result.outcome()).isEqualTo(Outcome.ADDRESS_FORBIDDEN);
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void refusesANameWithPublicAndPrivateAddresses() {
    HostResolver resolver =
        host -> List.of(InetAddress.getByName("93.184.216.34"), InetAddress.getByName("10.0.0.1"));

    var result = client(false, resolver, TIMEOUT).send("https://hooks.example/", MESSAGE);

    assertThat(result.outcome()).isEqualTo(Outcome.ADDRESS_FORBIDDEN);
  }

  /** The operating system's resolver has deadlines of its own, which are longer. */
  @Test
  void endsASlowLookupAtTheDeadline() {
    var release = new CountDownLatch(1);
    HostResolver slow =
        host -> {
          await(release);
          return List.of(InetAddress.getByName("127.0.0.1"));
        };

    var result =
        client(true, slow, Duration.ofMillis(300))
            .send("http://slow.example:" + receiver.port() + "/", MESSAGE);

    assertThat(result.outcome()).isEqualTo(Outcome.UNREACHABLE);
    assertThat(receiver.received()).isEmpty();
    release.countDown();
  }

  /** Neither lookups that hang nor those that are refused keep the sender waiting. */
  @Test
  void refusesLookupsWhileTooManyHang() {
    var release = new CountDownLatch(1);
    var hanging = new AtomicInteger();
    HostResolver slow =
        host -> {
          hanging.incrementAndGet();
          awaitStubbornly(release);
          return List.of(InetAddress.getByName("127.0.0.1"));
        };
    var client = client(true, slow, Duration.ofMillis(20));

    for (var i = 0; i < 5 * CONCURRENCY; i++) {
      assertThat(client.send("http://slow.example/", MESSAGE).outcome())
          .isEqualTo(Outcome.UNREACHABLE);
    }

    assertThat(hanging).hasValueLessThanOrEqualTo(4 * CONCURRENCY);
    release.countDown();
  }

  /** A name that leads to another address after the check (DNS rebinding). */
  @Test
  @Asvs("13.2.4")
  void resolvesANameOnlyOnce() {
    var calls = new AtomicInteger();
    HostResolver rebinding =
        host -> {
          if (calls.incrementAndGet() > 1) {
            throw new UnknownHostException("asked again");
          }
          return List.of(InetAddress.getByName("127.0.0.1"));
        };

    var result =
        client(true, rebinding, TIMEOUT)
            .send("http://rebinding.example:" + receiver.port() + "/", MESSAGE);

    assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
    assertThat(calls).hasValue(1);
  }

  /** The setting may have changed since the webhook was created. */
  @Test
  void refusesAUrlThatIsNoLongerAllowed() {
    var result = client(false, HostResolver.SYSTEM, TIMEOUT).send(receiver.url(), MESSAGE);

    assertThat(result.outcome()).isEqualTo(Outcome.ADDRESS_FORBIDDEN);
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void verifiesTheHostNameOfTheCertificate() {
    HostResolver loopback = host -> List.of(InetAddress.getByName("127.0.0.1"));
    try (var secure = WebhookReceiver.startWithTls()) {
      var client = client(true, loopback, TIMEOUT);

      var right = client.send("https://localhost:" + secure.port() + "/", MESSAGE);
      var wrong = client.send("https://hooks.example:" + secure.port() + "/", MESSAGE);

      assertThat(right.outcome()).isEqualTo(Outcome.DELIVERED);
      assertThat(wrong.outcome()).isEqualTo(Outcome.TLS_FAILED);
      assertThat(secure.received()).hasSize(1);
    }
  }

  @Test
  void refusesAnUnknownCertificate() {
    try (var secure = WebhookReceiver.startWithTls()) {
      var untrusting =
          new WebhookClient(
              new AddressPolicy(true),
              HostResolver.SYSTEM,
              TIMEOUT,
              "1.2.3",
              vertx.createHttpClient(WebhookClient.options(TIMEOUT, CONCURRENCY)),
              CONCURRENCY,
              Clock.systemUTC());

      var result = untrusting.send("https://localhost:" + secure.port() + "/", MESSAGE);

      assertThat(result.outcome()).isEqualTo(Outcome.TLS_FAILED);
    }
  }

  @Test
  void sendsNothingWithoutAKey() {
    var result =
        client(true, HostResolver.SYSTEM, TIMEOUT)
            .send(receiver.url(), new Message("msg_1", "{}", List.of()));

    assertThat(result.outcome()).isEqualTo(Outcome.UNSIGNED);
    assertThat(receiver.received()).isEmpty();
  }

  private Outcome outcomeOf(int status) {
    receiver.answer(Responder.status(status));
    return send(receiver.url());
  }

  private static Outcome send(String url) {
    return client(true, HostResolver.SYSTEM, TIMEOUT).send(url, MESSAGE).outcome();
  }

  /** Like the operating system's resolver, it can't be interrupted. */
  private static void awaitStubbornly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      await(latch);
      Thread.interrupted();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static WebhookClient client(
      boolean privateNetworks, HostResolver resolver, Duration timeout) {
    return client(privateNetworks, resolver, timeout, Clock.systemUTC());
  }

  private static WebhookClient client(
      boolean privateNetworks, HostResolver resolver, Duration timeout, Clock clock) {
    TestCertificate.createIfMissing();
    var trust =
        new PfxOptions()
            .setPath(TestCertificate.KEYS.toString())
            .setPassword(TestCertificate.PASSWORD);
    return new WebhookClient(
        new AddressPolicy(privateNetworks),
        resolver,
        timeout,
        "1.2.3",
        vertx.createHttpClient(WebhookClient.options(timeout, CONCURRENCY).setTrustOptions(trust)),
        CONCURRENCY,
        clock);
  }
}
