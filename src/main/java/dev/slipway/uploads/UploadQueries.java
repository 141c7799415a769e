package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.uploads.multipart.MultipartUploads;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Lists and shows the caller's uploads. */
@ApplicationScoped
class UploadQueries {
  private static final int MAX_UPLOADS = 100;

  private final Duration longestTransfer;
  private final UploadRepository uploads;
  private final UploadAccess access;
  private final MultipartUploads multipartUploads;
  private final CurrentAccount caller;
  private final CatalogueSync catalogue;

  UploadQueries(
      UploadsConfig config,
      UploadRepository uploads,
      UploadAccess access,
      MultipartUploads multipartUploads,
      CurrentAccount caller,
      CatalogueSync catalogue) {
    this.longestTransfer = config.longestTransfer();
    this.uploads = uploads;
    this.access = access;
    this.multipartUploads = multipartUploads;
    this.caller = caller;
    this.catalogue = catalogue;
  }

  /** Returns the caller's newest uploads with a status, newest first. */
  List<UploadView> list(UploadStatus status) {
    return uploads.findNewest(caller.getName(), status, MAX_UPLOADS).stream()
        .map(upload -> UploadView.of(upload, longestTransfer))
        .toList();
  }

  /**
   * Returns one upload. An open multipart upload includes the parts that the store holds.
   *
   * @throws ProblemException {@code upload-vanished} if the store has neither parts nor object
   */
  UploadView get(String id) {
    var upload = access.require(id);
    if (!upload.isOpen() || !upload.isMultipart()) {
      return UploadView.of(upload, longestTransfer);
    }
    return upload
        .multipart()
        .flatMap(multipartUploads::listWithChecksums)
        .map(parts -> UploadView.withParts(upload, longestTransfer, parts))
        .orElseGet(() -> syncAndReload(upload));
  }

  /**
   * The store has no parts of the upload: either it made an object of them and its response was
   * lost, or it has removed them.
   */
  private UploadView syncAndReload(Upload upload) {
    if (catalogue.sync(upload.key(), SyncTrigger.COMPLETION).isEmpty()) {
      throw Upload.vanishedProblem();
    }
    return UploadView.of(access.require(upload.id), longestTransfer);
  }
}
