package dev.slipway.ingest.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.doctor.CheckResult;
import dev.slipway.doctor.CheckStatus;
import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.inbox.AwaitedKeys;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.checks.StoreCheckFixtures;
import dev.slipway.storage.client.FaultyStore;
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
  void reportsMissingNotification() {
    assertFinding(lost("webhook"), CheckStatus.BROKEN, "SLIPWAY_NOTIFICATIONS_TOKEN");
    assertFinding(lost("kafka"), CheckStatus.BROKEN, "SLIPWAY_NOTIFICATIONS_KAFKA_TOPIC");
    assertFinding(lost("listen"), CheckStatus.BROKEN, "/q/health/well");
  }

  @Test
  void findsNotificationReceivedByAnotherReplica() {
    assertFinding(roundTrip("webhook", key -> true), CheckStatus.FINE, "another replica");
  }

  @Test
  void reportsUnknownWhenStoreFails() {
    store.addFault(FaultyStore.Fault.FAILS);
    assertFinding(lost("webhook"), CheckStatus.UNKNOWN, "503 SlowDownWrite");
    store.close();
    assertFinding(lost("webhook"), CheckStatus.UNKNOWN, "Nothing can be put");
    assertFinding(configured("webhook"), CheckStatus.UNKNOWN, "does not answer");
  }

  @Test
  void waiterIsSignalledForItsKeyOnly() {
    var awaited = new AwaitedKeys();
    var key = new ObjectKey("videos/a");

    try (var wait = awaited.register(key)) {
      awaited.signal(new ObjectKey("videos/b"));
      assertThat(wait.await(Duration.ZERO)).isEmpty();
      awaited.signal(key);
      assertThat(wait.await(Duration.ZERO)).isPresent();
    }
  }

  @Test
  void reportsMissingEventSubscriptions() {
    assertFinding(configured("webhook"), CheckStatus.UNKNOWN, "mc event ls");
    store.setNotificationConfiguration("<NotificationConfiguration></NotificationConfiguration>");
    assertFinding(configured("webhook"), CheckStatus.BROKEN, "no target");
    store.setNotificationConfiguration(target(ALL, "other/"));
    assertFinding(configured("webhook"), CheckStatus.BROKEN, "prefix videos/");
    store.setNotificationConfiguration(target("<Event>s3:ObjectCreated:*</Event>", "videos/"));
    assertFinding(configured("webhook"), CheckStatus.WEAK, "s3:ObjectRemoved:Delete");
    store.setNotificationConfiguration(target(ALL, "videos/"));
    assertFinding(configured("webhook"), CheckStatus.FINE, "arn:minio:sqs::SLIPWAY:webhook");
    store.setNotificationConfiguration(target(ALL, ""));
    assertFinding(configured("kafka"), CheckStatus.FINE, "all that matters");
  }

  @Test
  void listeningNeedsNoStoreConfiguration() {
    assertFinding(configured("listen"), CheckStatus.FINE, "listens by itself");
    assertFinding(kept("listen"), CheckStatus.FINE, "compared");
    assertFinding(
        kept("webhook,kafka"),
        CheckStatus.UNKNOWN,
        "MINIO_NOTIFY_WEBHOOK_QUEUE_DIR_SLIPWAY and MINIO_NOTIFY_KAFKA_QUEUE_DIR_SLIPWAY");
  }

  private CheckResult lost(String transport) {
    return roundTrip(transport, key -> false);
  }

  private CheckResult roundTrip(String transport, Predicate<ObjectKey> inInbox) {
    var check =
        new RoundTripCheck(
            StoreCheckFixtures.testObjects(store),
            new AwaitedKeys(),
            inInbox,
            transports(transport),
            Duration.ofMillis(50));
    return check.run(null);
  }

  private CheckResult configured(String transport) {
    return new SubscriptionCheck(store.notificationTargets(), transports(transport)).run(null);
  }

  private CheckResult kept(String transport) {
    return new EventDurabilityCheck(store.notificationTargets(), transports(transport)).run(null);
  }

  private static EnabledTransports transports(String words) {
    var settings = Map.of("slipway.notifications.transport", words);
    return new EnabledTransports(
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

  private static void assertFinding(CheckResult finding, CheckStatus verdict, String words) {
    assertThat(finding.status()).as(finding.message()).isEqualTo(verdict);
    assertThat(finding.message()).contains(words);
  }
}
