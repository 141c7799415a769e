package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.metadata.ObjectMetadataCodec;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;

/** Signs the URL of a file that is sent with one PUT. */
@ApplicationScoped
public class PutUrlSigner {
  private final Duration lifetime;
  private final Duration longestTransfer;
  private final UploadAccess access;
  private final CurrentAccount caller;
  private final AuditLog audit;
  private final ObjectMetadataCodec metadataCodec;
  private final Presigner presigner;

  PutUrlSigner(
      UploadsConfig config,
      UploadAccess access,
      CurrentAccount caller,
      AuditLog audit,
      ObjectMetadataCodec metadataCodec,
      Presigner presigner) {
    this.lifetime = config.urlLifetime();
    this.longestTransfer = config.longestTransfer();
    this.access = access;
    this.caller = caller;
    this.audit = audit;
    this.metadataCodec = metadataCodec;
    this.presigner = presigner;
  }

  /** Signs a URL, by computation alone: calls neither the store nor the database. */
  PresignedUrl sign(Upload upload) {
    var metadata = metadataCodec.seal(upload.key(), upload.metadata());
    var constraints = ValidatedUpload.of(upload).toPutConstraints(metadata);
    return presigner.presignPut(upload.key(), constraints, lifetime);
  }

  /**
   * Signs a fresh URL for the same file.
   *
   * @throws ProblemException {@code upload-closed} if the upload is no longer open
   */
  @Transactional
  public UploadView renew(String id) {
    var upload = access.requireLocked(id);
    upload.requireOpen();
    upload.requireSinglePut();
    var url = sign(upload);
    upload.extendExpiry(url.expiresAt());
    audit.record(caller.getName(), "upload.resigned", id, null);
    return UploadView.withPut(upload, longestTransfer, url);
  }
}
