package dev.slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.storage.FaultyStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.web.Finding;
import dev.slipway.web.Verdict;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the checks say of notifications that are not as they must be. */
class NotificationChecksTest {
  private static final String ALL =
      "<Event>s3:ObjectCreated:*</Event><Event>s3:ObjectRemoved:*</Event>";

  private FaultyStore store;

  @BeforeEach
  void open() throws IOException {
    store = new FaultyStore();
  }

  @AfterEach
  void close() {
    store.close();
    assertThat(store.size()).isZero();
  }

  @Test
  void missANotificationThatDoesNotCome() {
    assertFinding(lost("webhook"), Verdict.BROKEN, "SLIPWAY_NOTIFICATIONS_TOKEN");
    assertFinding(lost("kafka"), Verdict.BROKEN, "SLIPWAY_NOTIFICATIONS_KAFKA_TOPIC");
    assertFinding(lost("listen"), Verdict.BROKEN, "/q/health/well");
  }

  @Test
  void seeWhatAnotherReplicaHasRead() {
    assertFinding(roundTrip("webhook", key -> true), Verdict.FINE, "another replica");
  }

  @Test
  void canNotTellWhereTheStoreFailsOrIsAway() {
    store.has(FaultyStore.Fault.FAILS);
    assertFinding(lost("webhook"), Verdict.UNKNOWN, "503 SlowDownWrite");
    store.close();
    assertFinding(lost("webhook"), Verdict.UNKNOWN, "Nothing can be put");
    assertFinding(configured("webhook"), Verdict.UNKNOWN, "does not answer");
  }

  @Test
  void hearOfAnAwaitedKeyOnly() {
    var awaited = new AwaitedKeys();
    var key = new ObjectKey("videos/a");

    try (var wait = awaited.await(key)) {
      awaited.named(new ObjectKey("videos/b"));
      assertThat(wait.within(Duration.ZERO)).isEmpty();
      awaited.named(key);
      assertThat(wait.within(Duration.ZERO)).isPresent();
    }
  }

  @Test
  void sayWhatABucketDoesNotTell() {
    assertFinding(configured("webhook"), Verdict.UNKNOWN, "mc event ls");
    store.notifies("<NotificationConfiguration></NotificationConfiguration>");
    assertFinding(configured("webhook"), Verdict.BROKEN, "no target");
    store.notifies(target(ALL, "other/"));
    assertFinding(configured("webhook"), Verdict.BROKEN, "prefix videos/");
    store.notifies(target("<Event>s3:ObjectCreated:*</Event>", "videos/"));
    assertFinding(configured("webhook"), Verdict.WEAK, "s3:ObjectRemoved:Delete");
    store.notifies(target(ALL, "videos/"));
    assertFinding(configured("webhook"), Verdict.FINE, "arn:minio:sqs::SLIPWAY:webhook");
    store.notifies(target(ALL, ""));
    assertFinding(configured("kafka"), Verdict.FINE, "all that matters");
  }

  @Test
  void expectNothingOfTheStoreWhereTheApplicationListens() {
    assertFinding(configured("listen"), Verdict.FINE, "listens by itself");
    assertFinding(kept("listen"), Verdict.FINE, "compared");
    assertFinding(
        kept("webhook,kafka"),
        Verdict.UNKNOWN,
        "MINIO_NOTIFY_WEBHOOK_QUEUE_DIR_SLIPWAY and MINIO_NOTIFY_KAFKA_QUEUE_DIR_SLIPWAY");
  }

  private Finding lost(String transport) {
    return roundTrip(transport, key -> false);
  }

  private Finding roundTrip(String transport, Predicate<ObjectKey> inInbox) {
    var check =
        new RoundTripCheck(
            store.probes(),
            new AwaitedKeys(),
            inInbox,
            transports(transport),
            Duration.ofMillis(50));
    return check.look(null);
  }

  private Finding configured(String transport) {
    return new SubscriptionCheck(store.subscriptions(), transports(transport)).look(null);
  }

  private Finding kept(String transport) {
    return new KeptEventsCheck(store.subscriptions(), transports(transport)).look(null);
  }

  private static Transports transports(String words) {
    var settings = Map.of("slipway.notifications.transport", words);
    return new Transports(
        new SmallRyeConfigBuilder()
            // Durations such as 30S
            .addDiscoveredConverters()
            .withMapping(NotificationsConfig.class)
            .withSources(new PropertiesConfigSource(settings, "settings", 300))
            .build()
            .getConfigMapping(NotificationsConfig.class));
  }

  private static String target(String events, String prefix) {
    return "<NotificationConfiguration><QueueConfiguration><Id>1</Id>"
        + "<Queue>arn:minio:sqs::SLIPWAY:webhook</Queue>"
        + events
        + "<Filter><S3Key>"
        + (prefix.isEmpty() ? "" : rule(prefix))
        + "</S3Key></Filter>"
        + "</QueueConfiguration></NotificationConfiguration>";
  }

  private static String rule(String prefix) {
    return "<FilterRule><Name>prefix</Name><Value>" + prefix + "</Value></FilterRule>";
  }

  private static void assertFinding(Finding finding, Verdict verdict, String words) {
    assertThat(finding.verdict()).as(finding.sentence()).isEqualTo(verdict);
    assertThat(finding.sentence()).contains(words);
  }
}
