package dev.slipway.uploads;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.TestAccount;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Requests of one account that arrive while one of them opens its upload. That one is delayed by
 * locking the account.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ConcurrentOpeningsTest {
  private static final int REQUESTS = 9;

  @Inject EntityManager entities;

  private final TestAccount account = TestAccount.creator();
  private Map<String, String> cookies;

  @BeforeEach
  void logIn() {
    cookies = account.logIn("test");
  }

  @Test
  void thoseThatArriveMeanwhileShareATransaction() {
    var responses = openWhileTheAccountIsLocked(Stream.generate(() -> Map.of()));

    assertThat(responses).allMatch(response -> response.statusCode() == 201);
    assertThat(responses.stream().map(response -> response.path("id")).distinct())
        .hasSize(REQUESTS);
    assertThat(number("select count(distinct cast(xmin as text)) from upload where owner = :name"))
        .isEqualTo(2);
    assertThat(number("select count(*) from reservation where owner = :name")).isEqualTo(REQUESTS);
  }

  @Test
  void eachHasItsOwnAuditEntry() {
    var responses = openWhileTheAccountIsLocked(Stream.generate(() -> Map.of()));

    var traceIds = new HashMap<String, String>();
    responses.forEach(
        response -> traceIds.put(response.path("id"), response.header("X-Request-Id")));
    var recorded = new HashMap<String, String>();
    for (var row :
        rows(
            "select subject, trace_id, address from audit_entry"
                + " where actor = :name and action = 'upload.opened'")) {
      recorded.put((String) row[0], (String) row[1]);
      assertThat(row[2]).isEqualTo("127.0.0.1");
    }
    assertThat(recorded).isEqualTo(traceIds);
  }

  @Test
  void theQuotaRefusesOnlyThoseThatExceedIt() {
    execute("update account set quota_videos = 4 where name = :name");
    var refused = refusals();

    var responses = openWhileTheAccountIsLocked(Stream.generate(() -> Map.of()));

    assertThat(responses.stream().filter(response -> response.statusCode() == 201)).hasSize(4);
    assertThat(responses.stream().filter(response -> response.statusCode() != 201))
        .hasSize(REQUESTS - 4)
        .allSatisfy(
            response -> {
              assertThat(response.<String>path("code")).isEqualTo("quota-exceeded");
              assertThat(response.<String>path("detail")).startsWith("You have 4 of 4 videos");
            });
    assertThat(number("select count(*) from upload where owner = :name")).isEqualTo(4);
    assertThat(refusals() - refused).isEqualTo(REQUESTS - 4);
  }

  @Test
  void aRepeatedRequestDoesNotAffectTheOthers() {
    var responses =
        openWhileTheAccountIsLocked(
            Stream.iterate(0, index -> index + 1)
                .map(index -> Map.of("Idempotency-Key", index < 3 ? "same" : "key" + index)));

    assertThat(responses).allMatch(response -> response.statusCode() == 201);
    assertThat(responses.stream().map(response -> response.path("id")).distinct())
        .hasSize(REQUESTS - 2);
  }

  @Test
  void allAreRefusedIfTheAccountWasDisabledMeanwhile() {
    var responses =
        openWhileLocked(
            "update account set disabled_at = now() where name = :name",
            Stream.generate(() -> Map.of()));

    assertThat(responses).allMatch(response -> response.statusCode() == 403);
    assertThat(number("select count(*) from upload where owner = :name")).isZero();
  }

  private List<Response> openWhileTheAccountIsLocked(Stream<Map<String, String>> headers) {
    return openWhileLocked("update account set demo = demo where name = :name", headers);
  }

  /** Sends the requests while a transaction has changed the account, and then commits it. */
  private List<Response> openWhileLocked(String change, Stream<Map<String, String>> headers) {
    var requests = headers.limit(REQUESTS).toList();
    var responses =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  query(change).executeUpdate();
                  var first = open(requests.get(0));
                  Eventually.holds("the first request waits", this::isWaitingForTheLock);
                  var others = IntStream.range(1, REQUESTS).mapToObj(requests::get).map(this::open);
                  var all = Stream.concat(Stream.of(first), others).toList();
                  Eventually.holds(
                      "all wait",
                      () -> MetricsScrape.now().sum("http_server_active_requests") >= REQUESTS);
                  return all;
                });
    return responses.stream().map(CompletableFuture::join).toList();
  }

  private CompletableFuture<Response> open(Map<String, String> headers) {
    return CompletableFuture.supplyAsync(
        () ->
            TestAccount.requestWith(cookies)
                .headers(headers)
                .contentType(JSON)
                .body(Map.of("fileName", "a.mp4", "contentType", "video/mp4", "size", 1_000))
                .post("/api/uploads"),
        task -> new Thread(task).start());
  }

  /** In a transaction of its own, because each transaction sees one state of this view. */
  private boolean isWaitingForTheLock() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                (Boolean)
                    entities
                        .createNativeQuery(
                            "select exists (select from pg_stat_activity where wait_event_type ="
                                + " 'Lock' and query like '%update account set open_uploads%')")
                        .getSingleResult());
  }

  private static double refusals() {
    return MetricsScrape.now().value("slipway_quota_refused_total", Map.of("limit", "videos"));
  }

  private long number(String sql) {
    return QuarkusTransaction.requiringNew()
        .call(() -> (Number) query(sql).getSingleResult())
        .longValue();
  }

  @SuppressWarnings("unchecked")
  private List<Object[]> rows(String sql) {
    return QuarkusTransaction.requiringNew().call(() -> query(sql).getResultList());
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> query(sql).executeUpdate());
  }

  private Query query(String sql) {
    return entities.createNativeQuery(sql).setParameter("name", account.name());
  }
}
