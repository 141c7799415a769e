package dev.slipway.lab.cheatsheet;

import static dev.slipway.web.Formats.exactCount;
import static dev.slipway.web.Formats.humanMillisAtMost;

import dev.slipway.account.ratelimit.RateLimitConfig;
import dev.slipway.catalogue.TrashConfig;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.inbox.NotificationReceiver;
import dev.slipway.lab.BinarySize;
import dev.slipway.reconcile.ReconcileConfig;
import dev.slipway.storage.client.TokenService;
import dev.slipway.storage.signing.SignatureTime;
import dev.slipway.uploads.UploadsConfig;
import dev.slipway.uploads.multipart.PartPlan;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** The numbers of the cheat sheet, read from the settings and constants of the program. */
@ApplicationScoped
class Numbers {
  private final UploadsConfig uploads;
  private final RateLimitConfig limits;
  private final NotificationsConfig notifications;
  private final ReconcileConfig reconcile;
  private final TrashConfig trash;

  Numbers(
      UploadsConfig uploads,
      RateLimitConfig limits,
      NotificationsConfig notifications,
      ReconcileConfig reconcile,
      TrashConfig trash) {
    this.uploads = uploads;
    this.limits = limits;
    this.notifications = notifications;
    this.reconcile = reconcile;
    this.trash = trash;
  }

  /** A number with its meaning. */
  public record Number(String label, String value) {}

  List<Number> ofTheProtocol() {
    return List.of(
        new Number(
            "lifetime of a URL, never longer than its credentials, at most",
            time(SignatureTime.MAX_LIFETIME)),
        new Number("lifetime of STS credentials, at least", time(TokenService.MIN_LIFETIME)),
        new Number("size of a part, but the last, at least", BinarySize.of(PartPlan.MIN_PART_SIZE)),
        new Number(
            "size of a part, and of a single PUT, at most", BinarySize.of(PartPlan.MAX_PART_SIZE)),
        new Number("parts of a file, at most", exactCount(PartPlan.MAX_PARTS)),
        new Number(
            "size of an object in parts, at most",
            BinarySize.of(PartPlan.MAX_PARTS * PartPlan.MAX_PART_SIZE)));
  }

  List<Number> ofThisInstallation() {
    return List.of(
        new Number("a URL is valid for", time(uploads.urlLifetime())),
        new Number("files are sent in parts from", size(uploads.partsFrom())),
        new Number("size of a part", size(uploads.partSize())),
        new Number("largest file", size(uploads.maxSize())),
        new Number("signing requests of an account in a burst", exactCount(limits.signBurst())),
        new Number("and then per second", "%.0f".formatted(limits.signPerSecond())),
        new Number("largest notification", BinarySize.of(NotificationReceiver.MAX_BODY_SIZE)),
        new Number(
            "failures until a notification is a dead letter", exactCount(notifications.tries())),
        new Number("bucket and catalogue are compared every", time(reconcile.every())),
        new Number(
            "an abandoned upload waits after its last URL for", time(uploads.longestTransfer())),
        new Number("a video stays in the trash for", time(trash.keep())));
  }

  private static String time(Duration duration) {
    return humanMillisAtMost(duration.toMillis());
  }

  private static String size(MemorySize size) {
    return BinarySize.of(size.asLongValue());
  }
}
