package dev.slipway.uploads;

import dev.slipway.account.Audit;
import dev.slipway.account.CurrentAccount;
import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.PresignedUrl;
import dev.slipway.storage.Presigner;
import dev.slipway.web.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Signs the one PUT of a file that does not come in parts. */
@ApplicationScoped
class PutUrls {
  private final Duration lifetime;
  private final Duration longestTransfer;
  private final OwnUploads own;
  private final CurrentAccount current;
  private final Audit audit;
  private final Presigner presigner;

  PutUrls(
      UploadsConfig config,
      OwnUploads own,
      CurrentAccount current,
      Audit audit,
      Presigner presigner) {
    this.lifetime = config.urlLifetime();
    this.longestTransfer = config.longestTransfer();
    this.own = own;
    this.current = current;
    this.audit = audit;
    this.presigner = presigner;
  }

  /** Needs no call to anybody. */
  PresignedUrl sign(ObjectId id, String owner, UploadTerms terms) {
    return presigner.put(ObjectKey.ofSource(id), terms.put(owner), lifetime);
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
              var upload = own.lock(id);
              upload.requireOpen();
              upload.requireMultipart(false);
              var url = sign(new ObjectId(id), upload.owner, UploadTerms.of(upload));
              upload.signedUntil(url.expiresAt());
              audit.record(current.getName(), "upload.resigned", id, null);
              return UploadView.of(upload, longestTransfer).with(UploadView.Put.of(url));
            });
  }
}
