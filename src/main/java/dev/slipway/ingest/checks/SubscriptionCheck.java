package dev.slipway.ingest.checks;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.ingest.EnabledTransports;
import dev.slipway.storage.client.NotificationTarget;
import dev.slipway.storage.client.NotificationTargets;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/** Checks that the bucket has a notification target for all events of video objects. */
@ApplicationScoped
class SubscriptionCheck implements Check {
  private static final List<String> REQUIRED_EVENTS =
      List.of(
          "s3:ObjectCreated:Put",
          "s3:ObjectCreated:Post",
          "s3:ObjectCreated:Copy",
          "s3:ObjectCreated:CompleteMultipartUpload",
          "s3:ObjectRemoved:Delete");

  /** The event of a deletion in a bucket with versioning. */
  private static final String DELETED_WITH_VERSIONING = "s3:ObjectRemoved:DeleteMarkerCreated";

  private static final String VERSIONING_HINT =
      " If it has versioning, also subscribe to " + DELETED_WITH_VERSIONING + ".";

  private static final String SEE_DOCS = " See docs/notifications.md.";

  private final NotificationTargets targets;
  private final EnabledTransports transports;

  SubscriptionCheck(NotificationTargets targets, EnabledTransports transports) {
    this.targets = targets;
    this.transports = transports;
  }

  @Override
  public String name() {
    return "Notifications are configured";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    if (targets.isEmbeddedStore()) {
      return CheckResult.fine("The embedded store sends all events to this application.");
    }
    if (!transports.needBucketSubscription()) {
      return CheckResult.fine(
          "The application listens to the store, which needs no configuration.");
    }
    try {
      return targets.read().map(SubscriptionCheck::evaluate).orElseGet(this::unreadable);
    } catch (IOException e) {
      return CheckResult.unknown(
          "The setting can't be read (%s). Fix the connection to the store first."
              .formatted(e.getMessage()));
    }
  }

  private CheckResult unreadable() {
    return CheckResult.unknown(
        "The application's key is not allowed to read this setting, and does not need to be. Use an"
            + " administrator's key, for example with mc event ls. Another check shows whether"
            + " notifications arrive.");
  }

  private static CheckResult evaluate(List<NotificationTarget> targets) {
    if (targets.isEmpty()) {
      return CheckResult.broken("The bucket has no notification target. Add one." + SEE_DOCS);
    }
    var covering = targets.stream().filter(NotificationTarget::coversVideos).toList();
    if (covering.isEmpty()) {
      return CheckResult.broken(
          "No notification target covers all keys under videos/. Set the prefix videos/ and no"
              + " suffix."
              + SEE_DOCS);
    }
    var missing = REQUIRED_EVENTS.stream().filter(event -> !includes(covering, event)).toList();
    return missing.isEmpty()
        ? CheckResult.fine(
            "The bucket sends all required events to %s.".formatted(names(covering))
                + (includes(covering, DELETED_WITH_VERSIONING) ? "" : VERSIONING_HINT))
        : CheckResult.weak(
            "The bucket does not send %s. Subscribe to these events."
                    .formatted(String.join(", ", missing))
                + SEE_DOCS);
  }

  private static boolean includes(List<NotificationTarget> targets, String event) {
    return targets.stream().anyMatch(target -> target.includesEvent(event));
  }

  private static String names(List<NotificationTarget> targets) {
    return String.join(", ", targets.stream().map(NotificationTarget::name).distinct().toList());
  }
}
