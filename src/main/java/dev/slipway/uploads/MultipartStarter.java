package dev.slipway.uploads;

import dev.slipway.storage.MultipartStore;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Starts multipart uploads in the store. */
@ApplicationScoped
class MultipartStarter {
  private final MultipartStore store;
  private final UploadLifecycle lifecycle;

  MultipartStarter(MultipartStore store, UploadLifecycle lifecycle) {
    this.store = store;
    this.lifecycle = lifecycle;
  }

  /**
   * Starts the upload in the store, unless it is already started. Two concurrent calls both start
   * it, and the slower one aborts its own.
   *
   * @throws ProblemException {@code upload-closed} if the upload was closed in the meantime
   */
  void start(Upload upload) {
    if (upload.multipartId != null) {
      return;
    }
    var options = ValidatedUpload.of(upload).toMultipartOptions(upload.owner);
    var created = store.create(upload.key(), options);
    var assigned = lifecycle.assignMultipartId(upload.id, created);
    if (!assigned.equals(Optional.of(created))) {
      store.abort(upload.key(), created);
    }
    if (assigned.isEmpty()) {
      throw new ProblemException(
          ErrorCode.UPLOAD_CLOSED, "The upload was aborted or has expired. Open a new one.");
    }
  }
}
