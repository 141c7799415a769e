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
            "longest lifetime of a URL (or that of its credentials, if shorter)",
            time(SignatureTime.MAX_LIFETIME)),
        new Number("shortest lifetime of STS credentials", time(TokenService.MIN_LIFETIME)),
        new Number("smallest part, except the last", BinarySize.of(PartPlan.MIN_PART_SIZE)),
        new Number("largest part, and largest single PUT", BinarySize.of(PartPlan.MAX_PART_SIZE)),
        new Number("most parts in a file", exactCount(PartPlan.MAX_PARTS)),
        new Number(
            "largest object in parts", BinarySize.of(PartPlan.MAX_PARTS * PartPlan.MAX_PART_SIZE)));
  }

  List<Number> ofThisInstallation() {
    return List.of(
        new Number("lifetime of an upload URL", time(uploads.urlLifetime())),
        new Number("files in parts from", size(uploads.partsFrom())),
        new Number("part size", size(uploads.partSize())),
        new Number("largest file", size(uploads.maxSize())),
        new Number("signing requests in a burst, per account", exactCount(limits.signBurst())),
        new Number(
            "sustained signing requests per second", "%.0f".formatted(limits.signPerSecond())),
        new Number(
            "largest stored notification", BinarySize.of(NotificationReceiver.MAX_BODY_SIZE)),
        new Number("failed attempts before a dead letter", exactCount(notifications.tries())),
        new Number("reconciliation interval", time(reconcile.every())),
        new Number("time before an abandoned upload expires", time(uploads.longestTransfer())),
        new Number("time in the trash", time(trash.keep())));
  }

  private static String time(Duration duration) {
    return humanMillisAtMost(duration.toMillis());
  }

  private static String size(MemorySize size) {
    return BinarySize.of(size.asLongValue());
  }
}
