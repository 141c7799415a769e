package dev.slipway.ingest.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.doctor.CheckResult;
import dev.slipway.doctor.CheckStatus;
import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.TestNotificationsConfig;
import dev.slipway.ingest.inbox.AwaitedKeys;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.checks.StoreCheckFixtures;
import dev.slipway.storage.client.FaultyStore;
import dev.slipway.web.ProcessRole;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
    assertResult(missing("webhook"), CheckStatus.BROKEN, "SLIPWAY_NOTIFICATIONS_TOKEN");
    assertResult(missing("kafka"), CheckStatus.BROKEN, "SLIPWAY_NOTIFICATIONS_KAFKA_TOPIC");
    assertResult(missing("listen"), CheckStatus.BROKEN, "/q/health/well");
  }

  @Test
  void findsNotificationReceivedByAnotherReplica() {
    assertResult(roundTrip("webhook", key -> true), CheckStatus.FINE, "another replica");
  }

  @Test
  void reportsUnknownWhenStoreFails() {
    store.addFault(FaultyStore.Fault.FAILS);
    assertResult(missing("webhook"), CheckStatus.UNKNOWN, "503 SlowDownWrite");
    store.close();
    assertResult(missing("webhook"), CheckStatus.UNKNOWN, "can't be stored");
    assertResult(subscription("webhook"), CheckStatus.UNKNOWN, "can't be read");
  }

  @Test
  void reportsMissingEventSubscriptions() {
    assertResult(subscription("webhook"), CheckStatus.UNKNOWN, "mc event ls");
    store.setNotificationConfiguration("<NotificationConfiguration></NotificationConfiguration>");
    assertResult(subscription("webhook"), CheckStatus.BROKEN, "no notification target");
    store.setNotificationConfiguration(target(ALL, "other/"));
    assertResult(subscription("webhook"), CheckStatus.BROKEN, "prefix videos/");
    store.setNotificationConfiguration(target("<Event>s3:ObjectCreated:*</Event>", "videos/"));
    assertResult(subscription("webhook"), CheckStatus.WEAK, "s3:ObjectRemoved:Delete");
    store.setNotificationConfiguration(target(ALL, "videos/"));
    assertResult(subscription("webhook"), CheckStatus.FINE, "arn:minio:sqs::SLIPWAY:webhook");
    store.setNotificationConfiguration(target(ALL, ""));
    assertResult(subscription("kafka"), CheckStatus.FINE, "all required events");
  }

  @Test
  void listeningNeedsNoStoreConfiguration() {
    assertResult(subscription("listen"), CheckStatus.FINE, "listens to the store");
    assertResult(durability("listen"), CheckStatus.FINE, "compared");
    assertResult(
        durability("webhook,kafka"),
        CheckStatus.UNKNOWN,
        "MINIO_NOTIFY_WEBHOOK_QUEUE_DIR_SLIPWAY and MINIO_NOTIFY_KAFKA_QUEUE_DIR_SLIPWAY");
  }

  @Test
  void reliesOnTheSettingForDurableEvents() {
    var config =
        TestNotificationsConfig.of(
            Map.of(
                "slipway.notifications.transport", "webhook",
                "slipway.notifications.durable", "on"));

    assertResult(durability(config), CheckStatus.FINE, "SLIPWAY_NOTIFICATIONS_DURABLE");
  }

  private CheckResult missing(String transport) {
    return roundTrip(transport, key -> false);
  }

  private CheckResult roundTrip(String transport, Predicate<ObjectKey> isInInbox) {
    var check =
        new RoundTripCheck(
            StoreCheckFixtures.testObjects(store),
            new AwaitedKeys(),
            isInInbox,
            transports(transport),
            Duration.ofMillis(50));
    return check.run(null);
  }

  private CheckResult subscription(String transport) {
    return new SubscriptionCheck(store.notificationTargets(), transports(transport)).run(null);
  }

  private CheckResult durability(String transport) {
    return durability(TestNotificationsConfig.withTransports(transport));
  }

  private CheckResult durability(NotificationsConfig config) {
    var transports = new EnabledTransports(config, new ProcessRole("all"));
    return new EventDurabilityCheck(store.notificationTargets(), transports, config).run(null);
  }

  private static EnabledTransports transports(String value) {
    return new EnabledTransports(
        TestNotificationsConfig.withTransports(value), new ProcessRole("all"));
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

  private static void assertResult(CheckResult result, CheckStatus status, String text) {
    assertThat(result.status()).as(result.message()).isEqualTo(status);
    assertThat(result.message()).contains(text);
  }
}
