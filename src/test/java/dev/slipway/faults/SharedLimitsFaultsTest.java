package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits on strangers hold for two replicas together, whichever of them a proxy chooses. */
@Tag("faults")
class SharedLimitsFaultsTest {
  private static final int SIGN_BURST = 80;
  private static final int FAILURES_PER_MINUTE = 10;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "SLIPWAY_LIMITS_SIGN_ANONYMOUS_BURST",
              Integer.toString(SIGN_BURST),
              // So slow that no permit is refilled during the test.
              "SLIPWAY_LIMITS_SIGN_ANONYMOUS_PER_SECOND",
              "0.001"));

  @Test
  @Fault("one network requests URLs without a login from two replicas")
  @Asvs("2.4.1")
  void signingWithoutALoginIsLimitedInAll() throws Exception {
    var path = "/api/videos/" + "a".repeat(26) + "/urls";

    var statuses =
        sendAlternately(
            4 * SIGN_BURST,
            origin ->
                HttpRequest.newBuilder(origin.resolve(path))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"operation\": \"play\"}"))
                    .build());

    assertThat(statuses).containsOnly(401, 429);
    assertThat(statuses).filteredOn(status -> status == 401).hasSize(SIGN_BURST);
    STACK.reportResult("%d of %d requests accepted by two replicas", SIGN_BURST, statuses.size());
  }

  @Test
  @Fault("one address guesses a password at two replicas")
  void failedLoginsAreLimitedInAll() throws Exception {
    var statuses =
        sendAlternately(
            4 * FAILURES_PER_MINUTE,
            origin ->
                HttpRequest.newBuilder(origin.resolve("/login"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("username=viewer&password=wrong"))
                    .build());

    assertThat(statuses).containsOnly(401, 429);
    assertThat(statuses).filteredOn(status -> status == 401).hasSize(FAILURES_PER_MINUTE);
    STACK.reportResult(
        "%d of %d guesses checked by two replicas", FAILURES_PER_MINUTE, statuses.size());
  }

  private static List<Integer> sendAlternately(int count, Function<URI, HttpRequest> request)
      throws InterruptedException {
    var origins = List.of(STACK.replica().origin(), STACK.peer().origin());
    var requests = new ArrayList<HttpRequest>();
    for (var i = 0; i < count; i++) {
      requests.add(request.apply(origins.get(i % origins.size())));
    }
    var statuses = new ConcurrentLinkedQueue<Integer>();
    new ConcurrentCalls(4)
        .forEach(
            requests,
            (index, next) -> statuses.add(HTTP.send(next, BodyHandlers.discarding()).statusCode()));
    return List.copyOf(statuses);
  }
}
