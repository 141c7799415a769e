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
 * Edits title, description, visibility and tags while the file is being uploaded. The row is
 * locked, so an edit either reaches the video or is rejected because the video already exists.
 */
@ApplicationScoped
class UploadEditor {
  private final Duration longestTransfer;
  private final UploadAccess access;
  private final CurrentAccount caller;
  private final AuditLog audit;

  UploadEditor(UploadsConfig config, UploadAccess access, CurrentAccount caller, AuditLog audit) {
    this.longestTransfer = config.longestTransfer();
    this.access = access;
    this.caller = caller;
    this.audit = audit;
  }

  /**
   * @throws ProblemException {@code upload-closed}; {@code invalid-request}
   */
  @Transactional
  UploadView edit(String id, DetailsRequest request) {
    var upload = access.requireLocked(id);
    if (upload.status == UploadStatus.STORED) {
      throw new ProblemException(
          ErrorCode.UPLOAD_CLOSED,
          "The file is already stored. Edit the video: PATCH /api/videos/" + id);
    }
    upload.requireOpen();
    var before = upload.details();
    var after = request.applyTo(before);
    before
        .formatChanges(after)
        .ifPresent(
            changes -> {
              upload.setDetails(after);
              audit.record(caller.getName(), "upload.edited", id, changes);
            });
    return UploadView.of(upload, longestTransfer);
  }
}
