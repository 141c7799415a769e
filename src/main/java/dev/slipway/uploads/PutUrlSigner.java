package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Signs the one PUT of a file that does not come in parts. */
@ApplicationScoped
class PutUrlSigner {
  private final Duration lifetime;
  private final Duration longestTransfer;
  private final UploadAccess own;
  private final CurrentAccount current;
  private final AuditLog audit;
  private final Presigner presigner;

  PutUrlSigner(
      UploadsConfig config,
      UploadAccess own,
      CurrentAccount current,
      AuditLog audit,
      Presigner presigner) {
    this.lifetime = config.urlLifetime();
    this.longestTransfer = config.longestTransfer();
    this.own = own;
    this.current = current;
    this.audit = audit;
    this.presigner = presigner;
  }

  /** Needs no call to anybody. */
  PresignedUrl sign(RandomId id, String owner, UploadTerms terms) {
    return presigner.presignPut(ObjectKey.ofSource(id), terms.toPutTerms(owner), lifetime);
  }

  /**
   * A fresh URL for the same file.
   *
   * @throws ProblemException {@code upload-closed} where the upload is no longer open
   */
  UploadView renew(String id) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var upload = own.requireLocked(id);
              upload.requireOpen();
              upload.requireMultipart(false);
              var url = sign(new RandomId(id), upload.owner, UploadTerms.of(upload));
              upload.extendExpiry(url.expiresAt());
              audit.record(current.getName(), "upload.resigned", id, null);
              return UploadView.of(upload, longestTransfer).with(UploadView.Put.of(url));
            });
  }
}
