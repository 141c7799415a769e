package dev.slipway.uploads;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreUnavailableException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Whether the store keeps parts for as long as an upload may go on. No store says when it throws
 * them away, so the uploads that are open tell: of one that is old they are still there, or not.
 */
@ApplicationScoped
class PartRetentionCheck implements Check {
  /** One call each; the oldest tell most. */
  private static final int MAX_UPLOADS = 10;

  private static final String REMEDY =
      " At MinIO set MINIO_API_STALE_UPLOADS_EXPIRY (24h where it is not set) above the time over"
          + " which an upload may go on, such as 168h; elsewhere look at the bucket's lifecycle"
          + " rules.";

  private final StoreConfig store;
  private final MultipartStore multiparts;
  private final ObjectStore objects;
  private final Clock clock;
  private final Duration needed;
  private final int maxUploads;

  @Inject
  PartRetentionCheck(
      StoreConfig store,
      UploadsConfig config,
      MultipartStore multiparts,
      ObjectStore objects,
      Clock clock) {
    this(store, config, multiparts, objects, clock, MAX_UPLOADS);
  }

  /**
   * @param most how many of the oldest are looked at
   */
  PartRetentionCheck(
      StoreConfig store,
      UploadsConfig config,
      MultipartStore multiparts,
      ObjectStore objects,
      Clock clock,
      int most) {
    this.store = store;
    this.multiparts = multiparts;
    this.objects = objects;
    this.clock = clock;
    this.needed = config.urlLifetime().plus(config.longestTransfer());
    this.maxUploads = most;
  }

  @Override
  public String name() {
    return "Unfinished uploads are kept";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    try {
      return judge(oldest());
    } catch (StoreUnavailableException away) {
      return CheckResult.unknown("The store does not answer. First mend that it can be reached.");
    }
  }

  private CheckResult judge(List<Upload> oldest) {
    var vanished = oldest.stream().filter(this::isGone).filter(this::isStillOpen).count();
    if (vanished > 0) {
      return CheckResult.weak(
          "The store threw the parts of %d of the %d oldest open uploads away; they begin again."
                  .formatted(vanished, oldest.size())
              + REMEDY);
    }
    if (store.embedded()) {
      return CheckResult.fine("The embedded store throws nothing away by itself.");
    }
    var longest = oldest.isEmpty() ? Duration.ZERO : ageOf(oldest.get(0));
    return longest.compareTo(needed) > 0
        ? CheckResult.fine(
            "The parts of an upload that began %d hours ago are still there."
                .formatted(longest.toHours()))
        : CheckResult.unknown(
            "It can't be told from here, and no open upload is old enough to show it: that takes %s."
                    .formatted(words(needed))
                + REMEDY);
  }

  private List<Upload> oldest() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Upload.<Upload>find("status = OPEN and multipartId is not null order by createdAt")
                    .page(0, maxUploads)
                    .list());
  }

  /** One that was put together a moment ago is gone too, but leaves an object. */
  private boolean isGone(Upload upload) {
    return multiparts.parts(upload.key(), upload.multipartId).isEmpty()
        && objects.head(upload.key()).isEmpty();
  }

  private boolean isStillOpen(Upload upload) {
    return QuarkusTransaction.requiringNew()
        .call(() -> Upload.count("id = ?1 and status = OPEN", upload.id) > 0);
  }

  private Duration ageOf(Upload upload) {
    return Duration.between(upload.createdAt, clock.instant());
  }

  private static String words(Duration duration) {
    return duration.toHours() > 0
        ? "%d hours and %d minutes".formatted(duration.toHours(), duration.toMinutesPart())
        : "%d minutes".formatted(duration.toMinutes());
  }
}
