package dev.slipway.lab.uploads;

import dev.slipway.account.AccountRunner;
import dev.slipway.lab.LabConfig;
import dev.slipway.uploads.StreamedUploads;
import dev.slipway.uploads.StreamedUploads.FileInfo;
import dev.slipway.uploads.UploadsConfig;
import dev.slipway.web.limits.StreamedBody;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Receives files over HTTP on behalf of the caller, a limited number at once. */
@ApplicationScoped
class LabUploads {
  private final StreamedUploads uploads;
  private final long partSize;
  private final Duration period;
  private final UploadSlots slots;
  private final CurrentIdentityAssociation association;
  private final AccountRunner accounts;

  LabUploads(
      LabConfig config,
      UploadsConfig uploadsConfig,
      StreamedUploads uploads,
      CurrentIdentityAssociation association,
      AccountRunner accounts) {
    if (config.uploads() < 1 || config.uploadPeriod().toSeconds() < 1) {
      throw new IllegalArgumentException(
          "SLIPWAY_LAB_UPLOADS and SLIPWAY_LAB_UPLOAD_PERIOD must be at least 1 and 1 second.");
    }
    this.uploads = uploads;
    this.partSize = uploadsConfig.partSize().asLongValue();
    this.period = config.uploadPeriod();
    this.slots = new UploadSlots(config.uploads());
    this.association = association;
    this.accounts = accounts;
  }

  /**
   * Receives a file. Runs on the event loop.
   *
   * @return fails with a {@link ProblemException} if the file is refused or can't be stored; then
   *     nothing is left of it
   */
  Uni<UploadReport> receive(FileInfo file, StreamedBody body) {
    var size = body.declaredLength();
    if (size == 0) {
      throw new ProblemException(
          ErrorCode.SIZE_INVALID, "Send the file as the body, with its length in Content-Length.");
    }
    return association
        .getDeferredIdentity()
        .flatMap(identity -> receive(identity, file, size, body));
  }

  private Uni<UploadReport> receive(
      SecurityIdentity identity, FileInfo file, long size, StreamedBody body) {
    var account = identity.getPrincipal().getName();
    slots.acquire(account);
    var received = new ReceivedFile(file, size, partSize, uploads);
    return body.receive(new CallerReceiver<>(received, identity, accounts), period)
        .map(video -> UploadReport.of(video, received.cost(), identity))
        .onTermination()
        .invoke(() -> slots.release(account))
        .onFailure(StreamedBody.ClientGoneException.class)
        .transform(gone -> clientGone());
  }

  /** Nobody reads this. */
  private static ProblemException clientGone() {
    return new ProblemException(
        ErrorCode.UPLOAD_INCOMPLETE, "The connection ended. Send it again.");
  }
}
