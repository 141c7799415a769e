package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Notifications are lost, late, repeated, out of order, malformed or forged. */
@Tag("faults")
class NotificationFaultsTest {
  private static final String REPAIRED = "select coalesce(sum(repaired), 0) from reconciliation";
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** Without reconciliation, which would catalogue the objects without notifications. */
  private static final Map<String, String> WITHOUT_RECONCILIATION =
      Map.of("SLIPWAY_RECONCILE_EVERY", "0S", "SLIPWAY_RECONCILE_AT_START", "false");

  @RegisterExtension static final Stack STACK = Stack.with(WITHOUT_RECONCILIATION);

  @AfterEach
  void forwardNotifications() {
    STACK.relay().forwardTo(STACK.replica());
  }

  @Test
  @Tag("quick")
  @Fault("all notifications are lost")
  void cataloguesObjectsWithoutNotification() throws Exception {
    STACK.relay().dropAll();
    var keys = new SmallUploads(STACK).put(FaultSuiteSettings.scale(200, 10_000));
    assertThat(STACK.database().countCatalogued(keys)).isZero();

    var requestedAt = Instant.now();
    var reconciliation = ReconciliationRuns.run(STACK);

    assertThat(STACK.database().countCatalogued(keys)).isEqualTo(keys.size());
    STACK.reportResult(
        "%,d objects catalogued by one reconciliation in %d s",
        reconciliation.get("repaired").asLong(),
        Duration.between(requestedAt, Instant.now()).toSeconds());
  }

  @Test
  @Tag("quick")
  @Fault("each notification arrives five times, shuffled, at two replicas")
  void createsOneRowForRepeatedNotifications() throws Exception {
    STACK.relay().dropAll();
    var before = countVideos();
    var keys = new SmallUploads(STACK).put(FaultSuiteSettings.scale(200, 10_000));
    var replicas = List.of(STACK.replica(), STACK.peer());
    var errorsBefore = countErrors(replicas);
    var events = repeatAndShuffle(STACK.relay().notificationsAbout(keys));

    new ConcurrentCalls(16)
        .forEach(
            events,
            (index, event) -> assertAccepted(STACK.relay().post(replicas.get(index % 2), event)));

    Eventually.holds("all notifications are processed", TIMEOUT, STACK.database()::isInboxEmpty);
    assertThat(countVideos() - before).isEqualTo(keys.size());
    assertThat(countErrors(replicas)).isEqualTo(errorsBefore);
    STACK.reportResult("%,d notifications, %,d rows, no error", events.size(), keys.size());
  }

  @Test
  @Tag("quick")
  @Fault("the notification of the removal arrives before the one of the creation")
  void reachesTheStoresStateInAnyOrder() throws Exception {
    STACK.relay().dropAll();
    var key = "videos/elsewhere/removed.mp4";
    STACK.bucket().put(key, Mp4Header.bytes(1_000, 1));
    STACK.bucket().remove(key);
    Eventually.holds(
        "the store has sent both notifications",
        () -> STACK.relay().notificationsAbout(key).size() == 2);
    var events = new ArrayList<>(STACK.relay().notificationsAbout(key));
    Collections.reverse(events);

    for (var event : events) {
      assertAccepted(STACK.relay().post(STACK.replica(), event));
    }

    Eventually.holds("both notifications are processed", STACK.database()::isInboxEmpty);
    assertThat(STACK.database().countCatalogued(Set.of(key))).isZero();

    STACK.bucket().put(key, Mp4Header.bytes(1_000, 2));
    Eventually.holds(
        "the store has sent the third notification",
        () -> STACK.relay().notificationsAbout(key).size() == 3);
    assertAccepted(
        STACK.relay().post(STACK.replica(), STACK.relay().notificationsAbout(key).get(2)));
    Eventually.holds(
        "the current object has a row", () -> STACK.database().countCatalogued(Set.of(key)) == 1);

    STACK.bucket().remove(key);
    STACK.bucket().put(key, Mp4Header.bytes(1_000, 3));
    Eventually.holds(
        "the store has sent both notifications",
        () -> STACK.relay().notificationsAbout(key).size() == 5);
    assertAccepted(
        STACK.relay().post(STACK.replica(), STACK.relay().notificationsAbout(key).get(3)));
    Eventually.holds(
        "the notification of the removal is processed", STACK.database()::isInboxEmpty);
    assertThat(STACK.database().countCatalogued(Set.of(key))).isEqualTo(1);
    STACK.reportResult(
        "no row without the object, one row with it, in any order of the notifications");
  }

  @Test
  @Tag("quick")
  @Fault("malformed notifications")
  void storesUnreadableNotificationsAndContinues() throws Exception {
    var bodies = List.of("", "\0\1\2", "{", "[]", "{\"Records\":[{}]}", "{\"Records\":7}");
    var deadBefore = STACK.database().countNotifications("DEAD");
    for (var body : bodies) {
      assertAccepted(STACK.relay().post(STACK.replica(), body.getBytes(StandardCharsets.UTF_8)));
    }
    var keys = new SmallUploads(STACK).put(1);

    Eventually.holds(
        "the next notification is processed", () -> STACK.database().countCatalogued(keys) == 1);
    Eventually.holds(
        "the malformed notifications are dead letters", STACK.database()::isInboxEmpty);
    STACK.reportResult(
        "%d malformed bodies: 2xx, dead letters; the next notification processed", bodies.size());
    assertThat(STACK.database().countNotifications("DEAD") - deadBefore).isEqualTo(bodies.size());
  }

  @Test
  @Tag("quick")
  @Fault("forged or wrong token")
  void rejectsForgedNotifications() throws Exception {
    STACK.relay().dropAll();
    var key = "videos/elsewhere/forged.mp4";
    STACK.bucket().put(key, Mp4Header.bytes(1_000, 3));
    var event = STACK.relay().notificationsAbout(Set.of(key)).get(0);
    var receivedBefore = STACK.database().count("select count(*) from notification");

    var wrongTokens =
        List.of("", "Bearer", "Bearer wrong", "Bearer " + WebhookRelay.TOKEN + "x", "Basic !");
    for (var authorization : wrongTokens) {
      assertThat(STACK.relay().post(STACK.replica(), event, authorization)).isEqualTo(401);
    }

    assertThat(STACK.database().count("select count(*) from notification"))
        .isEqualTo(receivedBefore);
    assertThat(STACK.database().countCatalogued(Set.of(key))).isZero();
    STACK.bucket().remove(key);
    STACK.reportResult("%d kinds of wrong tokens: 401, no row", wrongTokens.size());
  }

  @Test
  @Tag("quick")
  @Fault("a valid notification is repeated a day later")
  void replayADayLaterChangesNothing() throws Exception {
    var keys = new SmallUploads(STACK).put(1);
    var event = STACK.relay().notificationsAbout(keys).get(0);
    Eventually.holds(
        "the notification is processed",
        () -> STACK.database().countCatalogued(keys) == 1 && STACK.database().isInboxEmpty());
    // Simulates the deletion of old notifications, so the application can't recognise the repeated
    // one.
    STACK.database().execute("delete from notification");
    var videos = STACK.database().query("select * from video order by id");
    var audit = STACK.database().count("select count(*) from audit_entry");

    assertAccepted(STACK.relay().post(STACK.replica(), event));

    Eventually.holds(
        "the repeated notification is processed",
        () -> STACK.database().countNotifications("APPLIED") == 1);
    assertThat(STACK.database().query("select * from video order by id")).isEqualTo(videos);
    assertThat(STACK.database().count("select count(*) from audit_entry")).isEqualTo(audit);
    STACK.reportResult("no row and no audit entry changed, even after the inbox had deleted it");
  }

  @Test
  @Tag("quick")
  @Fault("two replicas reconcile at once")
  void runsOneReconciliationAtATime() throws Exception {
    STACK.relay().dropAll();
    var repairedBefore = STACK.database().count(REPAIRED);
    var keys = new SmallUploads(STACK).put(FaultSuiteSettings.scale(200, 5_000));
    var objects = STACK.bucket().list().size();
    var first = TolerantClient.of("admin", STACK.replica());
    var second = TolerantClient.of("admin", STACK.peer());

    var requested = new ConcurrentLinkedQueue<JsonNode>();
    new ConcurrentCalls(2)
        .forEach(
            List.of(first, second),
            (index, admin) -> requested.add(ReconciliationRuns.request(admin)));
    var reconciliations =
        requested.stream()
            .map(one -> ReconciliationRuns.await(first, one))
            .sorted(Comparator.comparing(NotificationFaultsTest::startedAt))
            .toList();

    assertThat(reconciliations)
        .hasSize(2)
        .allSatisfy(end -> assertThat(end.get("status").asText()).isEqualTo("DONE"));
    // If two replicas ran the same reconciliation, both would count the objects.
    assertThat(reconciliations)
        .allSatisfy(end -> assertThat(end.get("objects").asInt()).isEqualTo(objects));
    var firstEnd = Instant.parse(reconciliations.get(0).get("endedAt").asText());
    assertThat(Instant.parse(reconciliations.get(1).get("askedAt").asText())).isBefore(firstEnd);
    assertThat(startedAt(reconciliations.get(1))).isAfterOrEqualTo(firstEnd);
    var repaired =
        reconciliations.stream().mapToLong(end -> end.get("repaired").asLong()).toArray();
    // A scheduled reconciliation may have come first and repaired them.
    assertThat(STACK.database().count(REPAIRED) - repairedBefore).isEqualTo(keys.size());
    STACK.reportResult(
        "one after the other; the first repaired %,d of %,d, the second %,d",
        repaired[0], keys.size(), repaired[1]);
  }

  @Test
  @Tag("quick")
  @Fault("all notifications are lost, and no reconciliation is requested")
  void reconcilesAutomatically() throws Exception {
    STACK.relay().dropAll();
    var keys = new SmallUploads(STACK).put(FaultSuiteSettings.scale(50, 1_000));
    var before = STACK.database().count("select count(*) from reconciliation");

    try (var scheduled = STACK.startReplica(Map.of("SLIPWAY_RECONCILE_EVERY", "5S"))) {
      Eventually.holds(
          "all objects are catalogued",
          TIMEOUT,
          () -> STACK.database().countCatalogued(keys) == keys.size());
    }

    assertThat(STACK.database().count("select count(*) from reconciliation")).isGreaterThan(before);
    STACK.reportResult("%,d objects catalogued by the scheduled reconciliation", keys.size());
  }

  private static Instant startedAt(JsonNode reconciliation) {
    return Instant.parse(reconciliation.get("startedAt").asText());
  }

  private static void assertAccepted(int status) {
    assertThat(status).isBetween(200, 299);
  }

  private static List<byte[]> repeatAndShuffle(List<byte[]> events) {
    var repeated = new ArrayList<byte[]>();
    for (var repetition = 0; repetition < 5; repetition++) {
      repeated.addAll(events);
    }
    Collections.shuffle(repeated, new Random(5));
    return repeated;
  }

  private static int countErrors(List<Replica> replicas) {
    return replicas.stream().mapToInt(replica -> replica.logLines("ERROR").size()).sum();
  }

  private static long countVideos() {
    return STACK.database().count("select count(*) from video");
  }
}
