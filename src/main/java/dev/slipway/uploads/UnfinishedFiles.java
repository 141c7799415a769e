package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.uploads.StreamedUploads.GrowingUpload;
import dev.slipway.uploads.multipart.MultipartUploads;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the caller's growing uploads, and completes those whose file has ended but whose parts were
 * not assembled, because the application was killed.
 */
@ApplicationScoped
public class UnfinishedFiles {
  private static final int MAX_FILES = 100;

  private final UploadRepository uploads;
  private final UploadLifecycle lifecycle;
  private final UploadCompleter completer;
  private final MultipartUploads multipartUploads;
  private final CurrentAccount caller;

  UnfinishedFiles(
      UploadRepository uploads,
      UploadLifecycle lifecycle,
      UploadCompleter completer,
      MultipartUploads multipartUploads,
      CurrentAccount caller) {
    this.uploads = uploads;
    this.lifecycle = lifecycle;
    this.completer = completer;
    this.multipartUploads = multipartUploads;
    this.caller = caller;
  }

  /**
   * Finds the newest file of this name that the store knows.
   *
   * @throws ProblemException if the store is unavailable
   */
  public Optional<GrowingUpload> findNewest(String fileName) {
    return uploads.findStreamed(caller.getName(), fileName, MAX_FILES).stream()
        .filter(this::isUnfinished)
        .findFirst()
        .flatMap(this::withStoredSize);
  }

  /**
   * Finds a file that the store knows.
   *
   * @throws ProblemException if the store is unavailable
   */
  public Optional<GrowingUpload> find(String id) {
    return uploads
        .findStreamedById(caller.getName(), id)
        .filter(this::isUnfinished)
        .flatMap(this::withStoredSize);
  }

  /**
   * Lists the newest files. The stored sizes are those that the application knows; no request for
   * each file is sent to the store, except to complete files that have ended. While the store is
   * unavailable, they are listed as unfinished.
   */
  public List<GrowingUpload> list() {
    var isAvailable = true;
    var unfinished = new ArrayList<GrowingUpload>();
    for (var upload : uploads.findStreamed(caller.getName(), null, MAX_FILES)) {
      var isListed = upload.growing || !isAvailable;
      if (!isListed) {
        try {
          isListed = isUnfinished(upload);
        } catch (ProblemException e) {
          // The store is asked no more, because each attempt may take long.
          isAvailable = false;
          isListed = true;
        }
      }
      if (isListed) {
        unfinished.add(StreamedUploads.toGrowing(upload, upload.storedParts * upload.partSize));
      }
    }
    return unfinished;
  }

  /**
   * Whether the file has no end yet, or its last part may be under way.
   *
   * @throws ProblemException if it isn't known, because of a server error
   */
  private boolean isUnfinished(Upload upload) {
    if (upload.growing) {
      return true;
    }
    try {
      completer.complete(upload.id);
    } catch (ProblemException e) {
      if (e.code() == ErrorCode.UPLOAD_INCOMPLETE) {
        lifecycle.reopenGrowth(upload);
        return true;
      }
      if (e.isServerError()) {
        throw e;
      }
      // It stays open, and expires if it can't be completed in time.
    }
    return false;
  }

  private Optional<GrowingUpload> withStoredSize(Upload upload) {
    return multipartUploads
        .sizeWithoutGap(upload.multipart().orElseThrow())
        .map(size -> StreamedUploads.toGrowing(upload, size));
  }
}
