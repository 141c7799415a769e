package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients begin requests and send no more, or never read a response. */
@Tag("faults")
@Asvs("15.2.2")
class SlowClientFaultsTest {
  private static final int CLIENTS = FaultSuiteSettings.scale(96, 400);
  private static final int WORKER_THREADS = FaultSuiteSettings.scale(10, 200);
  private static final int MAX_REQUESTS = FaultSuiteSettings.scale(16, 400);
  private static final int BODY_TIMEOUT_SECONDS = FaultSuiteSettings.scale(4, 20);
  private static final int HEAD_TIMEOUT_SECONDS = FaultSuiteSettings.scale(3, 10);

  /**
   * How many addresses the clients share. In a quick run that is all of them, to save time; each
   * still gets as many clients as the application answers requests at once.
   */
  private static final int ADDRESSES_AT_ONCE = FaultSuiteSettings.scale(6, 1);

  /** Long enough for a busy machine; the table has the measured time. */
  private static final Duration MAX_RESPONSE_TIME = Duration.ofSeconds(5);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(60);
  private static final String VIDEO_URLS = "/api/videos/abcdefghijklmnopqrstuvwxyz/urls";
  private static final String FORM = "application/x-www-form-urlencoded";

  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "QUARKUS_THREAD_POOL_MAX_THREADS",
              Integer.toString(WORKER_THREADS),
              "SLIPWAY_LIMITS_REQUESTS",
              Integer.toString(MAX_REQUESTS),
              "SLIPWAY_LIMITS_REQUESTS_PER_ADDRESS",
              Integer.toString(MAX_REQUESTS),
              "SLIPWAY_LIMITS_BODY",
              BODY_TIMEOUT_SECONDS + "S",
              "SLIPWAY_LIMITS_RESPONSE",
              BODY_TIMEOUT_SECONDS + "S",
              "SLIPWAY_LIMITS_HEAD",
              HEAD_TIMEOUT_SECONDS + "S",
              "SLIPWAY_RECONCILE_EVERY",
              "0S"));

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  @Tag("quick")
  @Fault("400 connections or HTTP/2 streams begin a body and send no more, at each kind of address")
  void answersOthersWhileBodiesStall() throws Exception {
    var cookie = logIn().headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
    var slowest = new HashMap<String, Duration>();
    for (var targets : groups(targets(cookie))) {
      measure("HTTP/1.1", slowest, clients -> clients.stallBodies(CLIENTS, targets));
      measure("chunked", slowest, clients -> clients.stallChunkedBodies(CLIENTS, targets));
      measure("1 HTTP/2 connection", slowest, clients -> clients.stallStreams(CLIENTS, 1, targets));
      measure("8 HTTP/2 connections", slowest, c -> c.stallStreams(CLIENTS, 8, targets));
    }

    assertThat(slowest.values()).allMatch(time -> time.compareTo(MAX_RESPONSE_TIME) < 0);
    Eventually.holds("a line is in the log", () -> !droppedLines().isEmpty());
    assertThat(droppedLines()).hasSize(1);
    assertThat(droppedLines().get(0)).contains("127.0.0.1");
    STACK.reportResult(
        "%d at once: others answered after at most %s; 1 line in the log",
        CLIENTS, format(slowest));
  }

  @Test
  @Tag("quick")
  @Fault("400 connections begin the head of a request, over HTTP/1.1 and HTTP/2, and send no more")
  void answersOthersWhileHeadsStall() throws Exception {
    var slowest = new HashMap<String, Duration>();
    measure("HTTP/1.1", slowest, clients -> clients.stallHeads(CLIENTS));
    measure("HTTP/2", slowest, clients -> clients.stallHeaderBlocks(CLIENTS));

    assertThat(slowest.values()).allMatch(time -> time.compareTo(MAX_RESPONSE_TIME) < 0);
    STACK.reportResult("%d at once: others answered after at most %s", CLIENTS, format(slowest));
  }

  @Test
  @Tag("quick")
  @Fault("400 HTTP/2 streams request responses and grant no window to read them")
  void answersOthersWhileResponsesAreUnread() throws Exception {
    var slowest = new HashMap<String, Duration>();
    for (var paths : groups(List.of("/api/me", "/login", "/web/base.css", "/videos"))) {
      var name = String.join(" ", paths);
      measure(name, slowest, clients -> clients.leaveResponsesUnread(CLIENTS, 8, paths));
    }

    assertThat(slowest.values()).allMatch(time -> time.compareTo(MAX_RESPONSE_TIME) < 0);
    STACK.reportResult("%d at once: others answered after at most %s", CLIENTS, format(slowest));
  }

  /** Starts the slow clients, times the others, and waits until the server has dropped the slow. */
  private void measure(String name, Map<String, Duration> slowest, Start start) throws Exception {
    try (var clients = new SlowClients(STACK.replica().origin().getPort())) {
      start.accept(clients);
      var time = slowestResponse();
      slowest.merge(name, time, (a, b) -> a.compareTo(b) > 0 ? a : b);
      Eventually.holds(
          name + ": the stalled ones are dropped",
          CLOSE_TIMEOUT,
          () -> clients.open() == 0 || clients.areStreamsEnded());
    }
  }

  /** Returns the time of the slowest of some responses to another client. */
  private Duration slowestResponse() throws Exception {
    var slowest = Duration.ZERO;
    for (var i = 0; i < 3; i++) {
      for (var request : List.of(get("/videos"), get("/api/me"), get("/q/health/ready"), login())) {
        var startedAt = System.nanoTime();
        var status = http.send(request, BodyHandlers.discarding()).statusCode();
        var time = Duration.ofNanos(System.nanoTime() - startedAt);
        System.out.printf("%s %d %d ms%n", request.uri().getPath(), status, time.toMillis());
        assertThat(status).as(request.uri().getPath()).isIn(200, 303, 401);
        slowest = time.compareTo(slowest) > 0 ? time : slowest;
      }
    }
    return slowest;
  }

  private static <T> List<List<T>> groups(List<T> addresses) {
    var groups = new ArrayList<List<T>>();
    for (var start = 0; start < addresses.size(); start += ADDRESSES_AT_ONCE) {
      var end = Math.min(start + ADDRESSES_AT_ONCE, addresses.size());
      groups.add(addresses.subList(start, end));
    }
    return groups;
  }

  private static List<SlowClients.Target> targets(String cookie) {
    var json = "Content-Type: application/json";
    var targets = new ArrayList<SlowClients.Target>();
    targets.add(new SlowClients.Target("video URLs", VIDEO_URLS, List.of(json)));
    targets.add(
        new SlowClients.Target("uploads", "/api/uploads", List.of(json, "Cookie: " + cookie)));
    targets.add(new SlowClients.Target("login", "/login", List.of("Content-Type: " + FORM)));
    targets.add(new SlowClients.Target("notifications", "/notifications/s3", List.of(json)));
    targets.add(new SlowClients.Target("unknown", "/nothing-here", List.of(json)));
    targets.add(new SlowClients.Target("operations", "/q/health/ready", List.of(json)));
    return targets;
  }

  private HttpResponse<Void> logIn() throws IOException, InterruptedException {
    return http.send(login(), BodyHandlers.discarding());
  }

  private HttpRequest login() {
    return HttpRequest.newBuilder(uri("/login"))
        .timeout(CLOSE_TIMEOUT)
        .header("Content-Type", FORM)
        .POST(BodyPublishers.ofString("username=creator&password=creator-demo"))
        .build();
  }

  private static HttpRequest get(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(CLOSE_TIMEOUT).build();
  }

  private static URI uri(String path) {
    return STACK.replica().origin().resolve(path);
  }

  private static List<String> droppedLines() {
    return STACK.replica().logLines("WARN").stream()
        .filter(line -> line.contains("Slow clients: dropped"))
        .toList();
  }

  private static String format(Map<String, Duration> slowest) {
    return slowest.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> "%d ms (%s)".formatted(entry.getValue().toMillis(), entry.getKey()))
        .reduce((a, b) -> a + ", " + b)
        .orElseThrow();
  }

  private interface Start {
    void accept(SlowClients clients) throws IOException;
  }
}
