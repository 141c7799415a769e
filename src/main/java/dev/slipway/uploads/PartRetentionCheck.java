package dev.slipway.uploads;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Checks that the store keeps the parts of unfinished uploads long enough. No store can be asked
 * when it removes them, so the check looks whether the oldest open uploads still have theirs, and
 * otherwise relies on {@link StoreConfig#partRetention}.
 */
@ApplicationScoped
class PartRetentionCheck implements Check {
  /** Each upload costs a call to the store, and the oldest ones show most. */
  private static final int MAX_UPLOADS = 10;

  private static final String REMEDY =
      " On MinIO, set MINIO_API_STALE_UPLOADS_EXPIRY (default 24h) above the time that an upload"
          + " may take, such as 168h. On other stores, check the bucket's lifecycle rules.";

  private static final String HOW_TO_DECLARE =
      " Then set SLIPWAY_STORE_PART_RETENTION to the same time.";

  private final StoreConfig store;
  private final UploadRepository uploads;
  private final MultipartStore multiparts;
  private final ObjectStore objects;
  private final Clock clock;
  private final Duration requiredRetention;
  private final int maxUploads;

  @Inject
  PartRetentionCheck(
      StoreConfig store,
      UploadsConfig config,
      UploadRepository uploads,
      MultipartStore multiparts,
      ObjectStore objects,
      Clock clock) {
    this(store, config, uploads, multiparts, objects, clock, MAX_UPLOADS);
  }

  PartRetentionCheck(
      StoreConfig store,
      UploadsConfig config,
      UploadRepository uploads,
      MultipartStore multiparts,
      ObjectStore objects,
      Clock clock,
      int maxUploads) {
    this.store = store;
    this.uploads = uploads;
    this.multiparts = multiparts;
    this.objects = objects;
    this.clock = clock;
    this.requiredRetention = config.urlLifetime().plus(config.longestTransfer());
    this.maxUploads = maxUploads;
  }

  @Override
  public String name() {
    return "Part retention";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    try {
      return judge(uploads.findOldestOpenMultipart(maxUploads));
    } catch (StoreUnavailableException unavailable) {
      return CheckResult.unknown("The store doesn't respond. Fix the connection first.");
    }
  }

  private CheckResult judge(List<Upload> oldest) {
    // The status is read again last, because an upload may have been closed in the meantime.
    var vanished =
        oldest.stream().filter(this::isGone).filter(upload -> uploads.isOpen(upload.id)).count();
    if (vanished > 0) {
      return CheckResult.weak(
          "The store has removed the parts of %d of the %d oldest open uploads, which must start over."
                  .formatted(vanished, oldest.size())
              + REMEDY);
    }
    if (store.embedded()) {
      return CheckResult.fine("The embedded store never removes parts on its own.");
    }
    return store.partRetention().map(this::judgeConfigured).orElseGet(() -> judgeObserved(oldest));
  }

  private CheckResult judgeConfigured(Duration retention) {
    return retention.compareTo(requiredRetention) >= 0
        ? CheckResult.fine(
            "According to SLIPWAY_STORE_PART_RETENTION, the store keeps parts for %s. An upload may take %s."
                .formatted(format(retention), format(requiredRetention)))
        : CheckResult.weak(
            "According to SLIPWAY_STORE_PART_RETENTION, the store keeps parts for only %s, but an upload may take %s."
                    .formatted(format(retention), format(requiredRetention))
                + REMEDY
                + HOW_TO_DECLARE);
  }

  private CheckResult judgeObserved(List<Upload> oldest) {
    var age = oldest.isEmpty() ? Duration.ZERO : ageOf(oldest.get(0));
    return age.compareTo(requiredRetention) > 0
        ? CheckResult.fine(
            "The parts of an upload that began %d hours ago are still there."
                .formatted(age.toHours()))
        : CheckResult.unknown(
            "No open upload is old enough to show how long the store keeps parts. It must keep them for %s."
                    .formatted(format(requiredRetention))
                + REMEDY
                + HOW_TO_DECLARE);
  }

  /** An upload that was completed a moment ago has no parts either, but it has an object. */
  private boolean isGone(Upload upload) {
    return multiparts.listParts(upload.key(), upload.multipartId).isEmpty()
        && objects.head(upload.key()).isEmpty();
  }

  private Duration ageOf(Upload upload) {
    return Duration.between(upload.createdAt, clock.instant());
  }

  private static String format(Duration duration) {
    if (duration.toHours() == 0) {
      return "%d minutes".formatted(duration.toMinutes());
    }
    return duration.toMinutesPart() == 0
        ? "%d hours".formatted(duration.toHours())
        : "%d hours and %d minutes".formatted(duration.toHours(), duration.toMinutesPart());
  }
}
