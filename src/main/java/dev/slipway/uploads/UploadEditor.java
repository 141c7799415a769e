package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;

/**
 * Changes what is said about a video whose bytes are still on their way. The row is locked, so a
 * change either goes over into the video or is refused since it came too late.
 */
@ApplicationScoped
class UploadEditor {
  private final Duration longestTransfer;
  private final UploadAccess own;
  private final CurrentAccount current;
  private final AuditLog audit;

  UploadEditor(UploadsConfig config, UploadAccess own, CurrentAccount current, AuditLog audit) {
    this.longestTransfer = config.longestTransfer();
    this.own = own;
    this.current = current;
    this.audit = audit;
  }

  /**
   * @throws ProblemException {@code upload-closed}; {@code invalid-request}
   */
  @Transactional
  UploadView edit(String id, DetailsRequest request) {
    var upload = own.requireLocked(id);
    if (upload.status == UploadStatus.STORED) {
      throw new ProblemException(
          ErrorCode.UPLOAD_CLOSED,
          "The file is stored already. Change the video: PATCH /api/videos/" + id);
    }
    upload.requireOpen();
    var before = upload.details();
    var after = request.applyTo(before);
    before
        .describeChanges(after)
        .ifPresent(
            changes -> {
              upload.setDetails(after);
              audit.record(current.getName(), "upload.edited", id, changes);
            });
    return UploadView.of(upload, longestTransfer);
  }
}
