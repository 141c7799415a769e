package dev.slipway.uploads;

import dev.slipway.catalogue.metadata.ObjectMetadataCodec;
import dev.slipway.storage.MultipartStore;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Starts multipart uploads in the store. */
@ApplicationScoped
class MultipartStarter {
  private final MultipartStore store;
  private final ObjectMetadataCodec metadataCodec;
  private final UploadLifecycle lifecycle;

  MultipartStarter(
      MultipartStore store, ObjectMetadataCodec metadataCodec, UploadLifecycle lifecycle) {
    this.store = store;
    this.metadataCodec = metadataCodec;
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
    var metadata = metadataCodec.seal(upload.key(), upload.metadata());
    var options = ValidatedUpload.of(upload).toMultipartOptions(metadata);
    var created = store.create(upload.key(), options);
    var assigned = assign(upload, created);
    if (!assigned.equals(Optional.of(created))) {
      store.abort(upload.key(), created);
    }
    if (assigned.isEmpty()) {
      throw new ProblemException(
          ErrorCode.UPLOAD_CLOSED, "The upload was aborted or has expired. Open a new one.");
    }
  }

  /**
   * A transaction that failed may have been committed nevertheless. If the row doesn't name the
   * multipart upload, nothing else would remove it from the store.
   */
  private Optional<String> assign(Upload upload, String created) {
    try {
      return lifecycle.assignMultipartId(upload.id, created);
    } catch (RuntimeException failure) {
      try {
        if (lifecycle.findMultipartId(upload.id).equals(Optional.of(created))) {
          return Optional.of(created);
        }
        store.abort(upload.key(), created);
      } catch (RuntimeException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
  }
}
