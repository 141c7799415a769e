package dev.slipway.uploads;

import dev.slipway.storage.ObjectStore;
import dev.slipway.uploads.multipart.MultipartUploads;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/** Aborts uploads of the caller, and removes what the store already holds of them. */
@ApplicationScoped
public class UploadAborter {
  private final UploadLifecycle lifecycle;
  private final MultipartUploads multipartUploads;
  private final ObjectStore store;

  UploadAborter(UploadLifecycle lifecycle, MultipartUploads multipartUploads, ObjectStore store) {
    this.lifecycle = lifecycle;
    this.multipartUploads = multipartUploads;
    this.store = store;
  }

  /**
   * Aborts an upload. Idempotent.
   *
   * @throws ProblemException {@code upload-closed} if the object is already stored
   */
  public void abort(String id) {
    var upload = lifecycle.abort(id);
    upload.multipart().ifPresent(multipartUploads::abort);
    // A PUT may have ended just before. If it ends later, its notification finds the tombstone.
    // An expired upload is no tombstone: its object is catalogued even if it arrives late.
    if (upload.status == UploadStatus.ABORTED) {
      store.remove(upload.key());
    }
  }
}
