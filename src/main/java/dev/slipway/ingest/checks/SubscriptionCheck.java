package dev.slipway.ingest.checks;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.ingest.EnabledTransports;
import dev.slipway.storage.client.NotificationTarget;
import dev.slipway.storage.client.NotificationTargets;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/** Whether the bucket has a target that is told of all that becomes a video, or was one. */
@ApplicationScoped
class SubscriptionCheck implements Check {
  private static final List<String> EVENTS =
      List.of(
          "s3:ObjectCreated:Put",
          "s3:ObjectCreated:Post",
          "s3:ObjectCreated:Copy",
          "s3:ObjectCreated:CompleteMultipartUpload",
          "s3:ObjectRemoved:Delete");

  private static final String HOW = " See docs/notifications.md.";

  private final NotificationTargets subscriptions;
  private final EnabledTransports transports;

  SubscriptionCheck(NotificationTargets subscriptions, EnabledTransports transports) {
    this.subscriptions = subscriptions;
    this.transports = transports;
  }

  @Override
  public String name() {
    return "Notifications are configured";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    if (subscriptions.isEmbeddedStore()) {
      return CheckResult.fine("The embedded store tells this application of everything.");
    }
    if (!transports.needBucketSubscription()) {
      return CheckResult.fine(
          "The application listens by itself: nothing is configured at the store.");
    }
    try {
      return subscriptions.read().map(SubscriptionCheck::judge).orElseGet(this::unreadable);
    } catch (IOException e) {
      return CheckResult.unknown(
          "The store does not answer (%s). First mend that it can be reached."
              .formatted(e.getMessage()));
    }
  }

  private CheckResult unreadable() {
    return CheckResult.unknown(
        "The key may not read it, and need not. Look with an administrator's, such as by mc event"
            + " ls; whether a notification arrives is examined too.");
  }

  private static CheckResult judge(List<NotificationTarget> all) {
    if (all.isEmpty()) {
      return CheckResult.broken("The bucket has no target for its notifications: add one." + HOW);
    }
    var ours = all.stream().filter(NotificationTarget::coversVideos).toList();
    if (ours.isEmpty()) {
      return CheckResult.broken(
          "The bucket tells no target of all keys under videos/. Set the prefix videos/, and no"
              + " suffix."
              + HOW);
    }
    var missing = EVENTS.stream().filter(event -> !areTold(ours, event)).toList();
    return missing.isEmpty()
        ? CheckResult.fine("The bucket tells %s of all that matters.".formatted(targets(ours)))
        : CheckResult.weak(
            "The bucket does not tell of %s. Subscribe to it.".formatted(String.join(", ", missing))
                + HOW);
  }

  private static boolean areTold(List<NotificationTarget> subscriptions, String event) {
    return subscriptions.stream().anyMatch(subscription -> subscription.includesEvent(event));
  }

  private static String targets(List<NotificationTarget> subscriptions) {
    return String.join(
        ", ", subscriptions.stream().map(NotificationTarget::name).distinct().toList());
  }
}
