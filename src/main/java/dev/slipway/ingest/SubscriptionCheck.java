package dev.slipway.ingest;

import dev.slipway.storage.Subscription;
import dev.slipway.storage.Subscriptions;
import dev.slipway.web.Check;
import dev.slipway.web.Finding;
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

  private final Subscriptions subscriptions;
  private final Transports transports;

  SubscriptionCheck(Subscriptions subscriptions, Transports transports) {
    this.subscriptions = subscriptions;
    this.transports = transports;
  }

  @Override
  public String name() {
    return "Notifications are configured";
  }

  @Override
  public Finding look(String pageOrigin) {
    if (subscriptions.areBuiltIn()) {
      return Finding.fine("The embedded store tells this application of everything.");
    }
    if (!transports.needSubscription()) {
      return Finding.fine("The application listens by itself: nothing is configured at the store.");
    }
    try {
      return subscriptions.read().map(SubscriptionCheck::judge).orElseGet(this::unreadable);
    } catch (IOException e) {
      return Finding.unknown(
          "The store does not answer (%s). First mend that it can be reached."
              .formatted(e.getMessage()));
    }
  }

  private Finding unreadable() {
    return Finding.unknown(
        "The key may not read it, and need not. Look with an administrator's, such as by mc event"
            + " ls; whether a notification arrives is examined too.");
  }

  private static Finding judge(List<Subscription> all) {
    if (all.isEmpty()) {
      return Finding.broken("The bucket has no target for its notifications: add one." + HOW);
    }
    var ours = all.stream().filter(Subscription::coversVideos).toList();
    if (ours.isEmpty()) {
      return Finding.broken(
          "The bucket tells no target of all keys under videos/. Set the prefix videos/, and no"
              + " suffix."
              + HOW);
    }
    var missing = EVENTS.stream().filter(event -> !areTold(ours, event)).toList();
    return missing.isEmpty()
        ? Finding.fine("The bucket tells %s of all that matters.".formatted(targets(ours)))
        : Finding.weak(
            "The bucket does not tell of %s. Subscribe to it.".formatted(String.join(", ", missing))
                + HOW);
  }

  private static boolean areTold(List<Subscription> subscriptions, String event) {
    return subscriptions.stream().anyMatch(subscription -> subscription.names(event));
  }

  private static String targets(List<Subscription> subscriptions) {
    return String.join(", ", subscriptions.stream().map(Subscription::target).distinct().toList());
  }
}
