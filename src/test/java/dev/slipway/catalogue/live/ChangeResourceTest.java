package dev.slipway.catalogue.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.catalogue.Video;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.EventStream;
import dev.slipway.testing.EventStream.Message;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ChangeResourceTest {
  private static final String CHANGES = "/api/changes";
  private static final byte[] BYTES = Mp4Header.bytes(3_000, 9);

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient other = ApiClient.as("creator2");
  private final ApiClient admin = ApiClient.as("admin");

  @Inject ChangeRetention retention;
  @Inject DataSource database;

  @Test
  void ownersAndAdministratorsFollowAPrivateVideo() {
    try (var own = follow(creator);
        var all = follow(admin)) {
      var id = creator.upload("clip.mp4", BYTES).getString("id");

      for (var stream : List.of(own, all)) {
        var added = stream.until(event(id, "added", "READY"));
        assertThat(added).last().extracting(Message::name).isEqualTo("video");
      }
      delete(id);
      assertThat(own.until(event(id, "updated", "READY"))).isNotEmpty();
    }
  }

  @Test
  void othersFollowWhatIsPublic() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    var secret = creator.upload("secret.mp4", BYTES).getString("id");
    for (var stranger : List.of(ApiClient.anonymous(), ApiClient.as("viewer"), other)) {
      try (var stream = follow(stranger)) {
        edit(secret, Map.of("title", "Still secret"));
        edit(id, Map.of("visibility", "public"));
        edit(id, Map.of("title", "Another title"));
        edit(id, Map.of("visibility", "private"));
        edit(id, Map.of("title", "Nobody's business"));
        edit(id, Map.of("visibility", "public"));

        // Each event says what is so when it is sent, so a batch may skip what was undone.
        var events = stream.until(event(id, "added", "READY"));
        assertThat(events).allMatch(message -> message.data().contains(id));
        edit(id, Map.of("visibility", "private"));
        assertThat(stream.until("{\"id\":\"" + id + "\",\"change\":\"removed\"}"))
            .noneMatch(message -> message.data().contains(secret));
      }
    }
  }

  @Test
  void whoeverMaySeeAnUnlistedVideoCanFollowIt() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    edit(id, Map.of("visibility", "unlisted"));

    try (var stream = EventStream.open(ApiClient.anonymous(), CHANGES + "?video=" + id, null)) {
      stream.next();
      edit(id, Map.of("title", "Another title"));

      assertThat(stream.until("{\"id\":\"" + id + "\",\"change\":\"updated\"}")).hasSize(1);
    }
  }

  @Test
  void aFollowerLearnsNothingOfAVideoThatBecamePrivate() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    edit(id, Map.of("visibility", "unlisted"));
    for (var stranger : List.of(ApiClient.anonymous(), other)) {
      edit(id, Map.of("visibility", "unlisted"));
      try (var stream = EventStream.open(stranger, CHANGES + "?video=" + id, null)) {
        stream.next();
        edit(id, Map.of("visibility", "private"));
        edit(id, Map.of("title", "Nobody's business"));

        var last = "{\"id\":\"" + id + "\",\"change\":\"removed\"}";
        assertThat(stream.until(last)).hasSize(1);
        stream.awaitEnd();
      }
    }
  }

  @Test
  void nobodyFollowsWhatTheyMayNotSee() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");

    other.request().get(CHANGES + "?video=" + id).then().statusCode(404);
    ApiClient.anonymous().request().get(CHANGES + "?video=" + id).then().statusCode(401);
  }

  @Test
  void aClientContinuesAfterTheLastMessageItHas() {
    String last;
    try (var stream = follow(creator)) {
      var id = creator.upload("first.mp4", BYTES).getString("id");
      last = stream.until(event(id, "added", "READY")).get(0).id();
    }
    var missed =
        List.of(
            creator.upload("second.mp4", BYTES).getString("id"),
            creator.upload("third.mp4", BYTES).getString("id"));
    for (var stream :
        List.of(
            EventStream.open(creator, CHANGES, last),
            EventStream.open(creator, CHANGES + "?after=" + last, null))) {
      try (stream) {
        var events = stream.until(event(missed.get(1), "added", "READY"));

        assertThat(events)
            .extracting(Message::data)
            .contains(event(missed.get(0), "added", "READY"));
        assertThat(events)
            .extracting(message -> Long.parseLong(message.id()))
            .isSorted()
            .allMatch(number -> number > Long.parseLong(last));
      }
    }
  }

  /** They have no numbers yet, because nobody listened. */
  @Test
  void aClientThatBeginsGetsNoEarlierChanges() {
    var earlier = creator.upload("earlier.mp4", BYTES).getString("id");
    try (var stream = follow(creator)) {
      var id = creator.upload("clip.mp4", BYTES).getString("id");

      assertThat(stream.until(event(id, "added", "READY")))
          .extracting(Message::data)
          .doesNotContain(event(earlier, "added", "READY"));
    }
  }

  /** Far more than fit into a client's queue, and into one read of the database. */
  @Test
  void aClientThatWasAwayForLongGetsEverythingInOrder() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    String last;
    try (var stream = follow(creator)) {
      last = stream.next().id();
    }
    var count = 3 * ChangeLog.BATCH_SIZE;
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              for (var i = 0; i < count; i++) {
                execute("update video set title = 'Title " + i + "' where id = '" + id + "'");
              }
            });
    try (var stream = EventStream.open(creator, CHANGES, last)) {
      var numbers = new ArrayList<Long>();
      while (numbers.size() < count) {
        var message = stream.next();
        if (event(id, "updated", "READY").equals(message.data())) {
          numbers.add(Long.parseLong(message.id()));
        }
      }

      assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }
  }

  /** Its change was written before the other one, and is committed after it. */
  @Test
  void aChangeOfALongTransactionIsNotSkipped() throws SQLException {
    var slow = creator.upload("slow.mp4", BYTES).getString("id");
    var fast = creator.upload("fast.mp4", BYTES).getString("id");
    try (var stream = follow(creator);
        var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.executeUpdate("update video set title = 'Slow' where id = '" + slow + "'");
      }
      edit(fast, Map.of("title", "Fast"));
      assertThat(stream.until(event(fast, "updated", "READY"))).isNotEmpty();
      connection.commit();

      assertThat(stream.until(event(slow, "updated", "READY"))).isNotEmpty();
    }
  }

  @Test
  void aClientThatCannotContinueIsToldToStartOver() {
    String last;
    try (var stream = follow(creator)) {
      last = stream.next().id();
      var id = creator.upload("clip.mp4", BYTES).getString("id");
      stream.until(event(id, "added", "READY"));
      edit(id, Map.of("title", "Another title"));
      stream.until(event(id, "updated", "READY"));
    }
    retention.deleteExpired(Instant.now().plusSeconds(100_000));

    for (var unknown : List.of(last, "0", "999999999999")) {
      try (var stream = EventStream.open(creator, CHANGES, unknown)) {
        var first = stream.next();
        assertThat(first.name()).isEqualTo("reset");
        assertThat(Long.parseLong(first.id())).isPositive();
      }
    }
  }

  /** A change of a long transaction has an early time and a late number. */
  @Test
  void deletionLeavesNoGap() throws SQLException {
    var ids =
        List.of(
            creator.upload("one.mp4", BYTES).getString("id"),
            creator.upload("two.mp4", BYTES).getString("id"));
    String last;
    try (var stream = follow(creator)) {
      stream.next();
      edit(ids.get(0), Map.of("title", "First"));
      stream.until(event(ids.get(0), "updated", "READY"));
      edit(ids.get(1), Map.of("title", "Second"));
      last = stream.until(event(ids.get(1), "updated", "READY")).get(0).id();
    }
    var number = last;
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                execute(
                    "update video_change set changed_at = now() - interval '90 days' where number = "
                        + number));

    retention.deleteExpired(Instant.now());

    try (var stream = EventStream.open(creator, CHANGES, Long.toString(Long.parseLong(last) - 1))) {
      assertThat(stream.next().name()).isNotEqualTo("reset");
      assertThat(stream.until(event(ids.get(1), "updated", "READY"))).isNotEmpty();
    }
  }

  /** Nobody listened, so the change had no number when it was old enough to be deleted. */
  @Test
  void aChangeThatNobodyFollowedIsMissedWhenItIsDeleted() {
    String last;
    try (var stream = follow(creator)) {
      last = stream.next().id();
    }
    Eventually.holds("nobody listens", () -> listeners() == 0);
    creator.upload("unseen.mp4", BYTES);

    retention.deleteExpired(Instant.now().plusSeconds(100_000));

    try (var stream = EventStream.open(creator, CHANGES, last)) {
      assertThat(stream.next().name()).isEqualTo("reset");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1.5", "99999999999999999999"})
  void rejectsAnInvalidNumber(String number) {
    creator
        .request()
        .header("Last-Event-ID", number)
        .get(CHANGES)
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
  }

  /** Triggers record them, also those of a statement that changes many rows at once. */
  @Test
  void everyVisibleChangeOfARowIsRecorded() {
    var ids =
        List.of(
            creator.upload("a.mp4", BYTES).getString("id"),
            creator.upload("b.mp4", BYTES).getString("id"));
    var before = countChanges(ids);

    update(ids, "description = 'The same text'");
    assertThat(countChanges(ids) - before).isEqualTo(2);
    update(ids, "description = 'The same text'");
    update(ids, "version = version + 1, cleanup_attempts = cleanup_attempts");
    assertThat(countChanges(ids) - before).isEqualTo(2);
  }

  @Test
  void theResponseIsNeitherCachedNorCollectedByProxies() {
    try (var stream = follow(ApiClient.anonymous())) {
      var headers = stream.response().headers();
      assertThat(headers.firstValue("Content-Type")).hasValue("text/event-stream");
      assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
      assertThat(headers.firstValue("X-Accel-Buffering")).hasValue("no");
    }
  }

  @Test
  void headGetsTheHeadersAndFollowsNothing() {
    Eventually.holds("nobody listens", () -> listeners() == 0);

    for (var caller : List.of(creator, ApiClient.anonymous())) {
      caller
          .request()
          .head(CHANGES)
          .then()
          .statusCode(200)
          .header("Content-Type", startsWith("text/event-stream"))
          .header("Cache-Control", "no-store");
    }

    assertThat(listeners()).isZero();
  }

  private static double listeners() {
    return MetricsScrape.now().value("slipway_changes_listeners", Map.of());
  }

  private static EventStream follow(ApiClient client) {
    return EventStream.open(client, CHANGES, null);
  }

  private static String event(String id, String change, String status) {
    return "{\"id\":\"%s\",\"change\":\"%s\",\"status\":\"%s\"}".formatted(id, change, status);
  }

  private void edit(String id, Map<String, String> details) {
    creator
        .request()
        .contentType(ContentType.JSON)
        .body(details)
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
  }

  private void delete(String id) {
    creator.request().delete("/api/videos/{id}", id).then().statusCode(200);
  }

  private static void update(List<String> ids, String assignments) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                execute(
                    "update video set %s where id in ('%s')"
                        .formatted(assignments, String.join("','", ids))));
  }

  private static void execute(String sql) {
    Video.getEntityManager().createNativeQuery(sql).executeUpdate();
  }

  private static long countChanges(List<String> ids) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                (long)
                    Video.getEntityManager()
                        .createNativeQuery(
                            "select count(*) from video_change where video_id in ('%s')"
                                .formatted(String.join("','", ids)),
                            Long.class)
                        .getSingleResult());
  }
}
