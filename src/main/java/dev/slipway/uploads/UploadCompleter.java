package dev.slipway.uploads;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.uploads.multipart.PartAssembler;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.FairQueue;
import dev.slipway.web.ratelimit.FairShare;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Completes uploads of the caller. The application trusts only the store. It compares the store's
 * parts with the plan, and then checks whether the object exists, whatever the store responded to
 * the completion. So a completion whose response was lost can be repeated any number of times.
 */
@ApplicationScoped
public class UploadCompleter {
  /** The completions that the store's client calls at once. They may take minutes. */
  private static final int MAX_AT_ONCE = 16;

  /** So that repeated completions of one account don't make others fail. */
  static final int MAX_AT_ONCE_PER_ACCOUNT = 12;

  /** The number of requests in progress limits how many wait. */
  private static final int MAX_WAITING = Integer.MAX_VALUE;

  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final UploadAccess access;
  private final PartAssembler assembler;
  private final CatalogueSync catalogue;
  private final UploadMetrics metrics;
  private final FairQueue queue =
      new FairQueue(
          new FairShare(MAX_AT_ONCE, MAX_AT_ONCE_PER_ACCOUNT),
          new FairShare(MAX_WAITING, MAX_WAITING),
          MAX_WAIT);

  UploadCompleter(
      UploadAccess access,
      PartAssembler assembler,
      CatalogueSync catalogue,
      UploadMetrics metrics) {
    this.access = access;
    this.assembler = assembler;
    this.catalogue = catalogue;
    this.metrics = metrics;
  }

  /**
   * Completes an upload whose bytes the client has sent.
   *
   * @throws ProblemException {@code upload-incomplete} if the store lacks bytes; {@code
   *     upload-closed} if the upload was aborted or has expired; {@code upload-vanished} if the
   *     store has neither the parts nor an object any more
   * @throws StoreUnavailableException if the store doesn't answer, or can't assemble the parts
   */
  public VideoView complete(String id) {
    try (var measurement = metrics.startCompletion()) {
      try {
        var video = assembleAndSync(id);
        measurement.succeeded();
        return video;
      } catch (ProblemException rejection) {
        measurement.rejected(rejection);
        throw rejection;
      }
    }
  }

  private VideoView assembleAndSync(String id) {
    var upload = access.require(id);
    if (upload.status == UploadStatus.ABORTED) {
      throw upload.closedProblem();
    }
    if (upload.isOpen()) {
      upload.requireFinalSize();
    }
    var failure = upload.isOpen() ? assemble(upload) : Optional.<RuntimeException>empty();
    // If the object exists, the upload is complete, whatever the store said before.
    return catalogue
        .sync(upload.key(), SyncTrigger.COMPLETION)
        .orElseThrow(
            () -> {
              var current = access.require(id);
              return failure
                  .filter(reason -> current.isOpen())
                  .orElseGet(() -> explainAbsence(current));
            });
  }

  /**
   * Returns why the parts were not assembled. A store may fail because another request assembles
   * them at the same time.
   */
  private Optional<RuntimeException> assemble(Upload upload) {
    try {
      return upload
          .finalMultipart()
          .flatMap(parts -> inTurn(upload.owner, () -> assembler.assemble(parts)))
          .map(UploadCompleter::incomplete);
    } catch (StoreUnavailableException failure) {
      return Optional.of(failure);
    }
  }

  /**
   * Runs a completion when its account has a turn.
   *
   * @throws StoreUnavailableException if it has none in time
   */
  <T> T inTurn(String account, Supplier<T> completion) {
    return queue.run(account, completion).orElseThrow(StoreUnavailableException::new);
  }

  private ProblemException explainAbsence(Upload upload) {
    if (catalogue.isDeleted(upload.key())) {
      return new ProblemException(ErrorCode.VIDEO_DELETED, "Open a new upload to store it again.");
    }
    if (upload.status == UploadStatus.STORED) {
      return new ProblemException(
          ErrorCode.UPLOAD_VANISHED, "The object was removed from the store. Open a new upload.");
    }
    if (!upload.isOpen()) {
      return upload.closedProblem();
    }
    if (upload.isMultipart()) {
      return Upload.vanishedProblem();
    }
    return incomplete("PUT the file to the upload's URL first, then complete the upload.");
  }

  private static ProblemException incomplete(String detail) {
    return new ProblemException(ErrorCode.UPLOAD_INCOMPLETE, detail);
  }
}
