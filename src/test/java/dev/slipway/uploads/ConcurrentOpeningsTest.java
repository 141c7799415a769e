package dev.slipway.uploads;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.audit.AuditEntry;
import dev.slipway.catalogue.VideoDetails;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.LockWaits;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.TestAccount;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests of one account that arrive while one of them opens its upload. That one is delayed by
 * locking the account.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ConcurrentOpeningsTest {
  private static final int REQUESTS = 9;

  /** The time in which requests arrive at the application. */
  private static final Duration ARRIVAL = Duration.ofSeconds(1);

  @Inject EntityManager entities;
  @Inject UploadLifecycle lifecycle;

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
        .isLessThanOrEqualTo(REQUESTS / 2);
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

  @ParameterizedTest
  @CsvSource({
    "quota_videos, 4, videos, You have 4 of 4 videos",
    "quota_bytes, 4500, bytes, 'The file is 1.0 kB, and 4.0 kB of your 4.5 kB are used'",
    "quota_open_uploads, 4, open_uploads, You have 4 of 4 unfinished uploads"
  })
  void theQuotaRefusesOnlyThoseThatExceedIt(
      String column, long limit, String label, String detail) {
    execute("update account set " + column + " = " + limit + " where name = :name");
    var refused = refusals(label);
    var opened = opened();

    var responses = openWhileTheAccountIsLocked(Stream.generate(() -> Map.of()));

    assertThat(responses.stream().filter(response -> response.statusCode() == 201)).hasSize(4);
    assertThat(responses.stream().filter(response -> response.statusCode() != 201))
        .hasSize(REQUESTS - 4)
        .allSatisfy(
            response -> {
              assertThat(response.<String>path("code")).isEqualTo("quota-exceeded");
              assertThat(response.<String>path("detail")).startsWith(detail);
            });
    assertThat(number("select count(*) from upload where owner = :name")).isEqualTo(4);
    assertThat(number("select count(*) from reservation where owner = :name")).isEqualTo(4);
    assertThat(refusals(label) - refused).isEqualTo(REQUESTS - 4);
    assertThat(opened() - opened).isEqualTo(4);
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

  /** Otherwise replicas that get the same requests in another order could wait for each other. */
  @Test
  void idempotencyKeysAreInsertedInOneOrder() {
    var opened =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  insertUpload("key 1");
                  var openings = List.of(opening("key 2"), opening(null), opening("key 1"));
                  var both =
                      CompletableFuture.supplyAsync(
                          () -> lifecycle.openAll(account.name(), openings));
                  Eventually.holds(
                      "it waits for the first key", () -> LockWaits.count("insert into") > 0);
                  insertUpload("key 2");
                  query("delete from upload where owner = :name").executeUpdate();
                  return both;
                })
            .join();

    assertThat(opened.stream().map(upload -> upload.idempotencyKey))
        .containsExactly("key 2", null, "key 1");
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
                  Eventually.holds(
                      "the first request waits", () -> LockWaits.count("update account") > 0);
                  var others = IntStream.range(1, REQUESTS).mapToObj(requests::get).map(this::open);
                  var all = Stream.concat(Stream.of(first), others).toList();
                  Eventually.elapses(ARRIVAL);
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

  private static double refusals(String limit) {
    return MetricsScrape.now().value("slipway_quota_refused_total", Map.of("limit", limit));
  }

  private static double opened() {
    return MetricsScrape.now().sum("slipway_uploads_opened_total");
  }

  private static UploadLifecycle.Opening opening(String idempotencyKey) {
    var file =
        new ValidatedUpload(
            "a.mp4", VideoDetails.titled("a"), "video/mp4", 1_000, null, null, null, false);
    return new UploadLifecycle.Opening(
        file, idempotencyKey, new AuditEntry.Origin("127.0.0.1", null));
  }

  private void insertUpload(String idempotencyKey) {
    query(
            "insert into upload (id, owner, status, file_name, title, content_type, size,"
                + " created_at, expires_at, version, idempotency_key) values (:id, :name, 'OPEN',"
                + " 'a', 'a', 'video/mp4', 1, now(), now(), 0, :key)")
        .setParameter("id", RandomId.random(new SecureRandom()).value())
        .setParameter("key", idempotencyKey)
        .executeUpdate();
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
