package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.observability.LogFields;
import dev.slipway.observability.Spans;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.uploads.UploadLifecycle.Opening;
import dev.slipway.web.database.GroupCommits;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hibernate.exception.ConstraintViolationException;

/** Opens uploads for the caller. Created at startup, so that invalid settings stop the start. */
@Startup
@ApplicationScoped
public class UploadOpener {
  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[!-~]{1,64}");
  private static final int MAX_OPENINGS_AT_ONCE = 64;

  private final Duration longestTransfer;
  private final UploadRules rules;
  private final Presigner presigner;
  private final PutUrlSigner putUrlSigner;
  private final MultipartStarter multipartStarter;
  private final UploadRepository uploads;
  private final UploadLifecycle lifecycle;
  private final CurrentAccount caller;

  /**
   * Each opening locks the account until its commit. So that openings of an account don't wait for
   * each other, those that arrive together share a transaction.
   */
  private final GroupCommits<String, Opening, Upload> openings;

  UploadOpener(
      UploadsConfig config,
      Presigner presigner,
      PutUrlSigner putUrlSigner,
      MultipartStarter multipartStarter,
      UploadRepository uploads,
      UploadLifecycle lifecycle,
      CurrentAccount caller) {
    Presigner.requireValidLifetime("SLIPWAY_UPLOADS_URL_LIFETIME", config.urlLifetime());
    this.longestTransfer = config.longestTransfer();
    this.rules = UploadRules.of(config);
    this.presigner = presigner;
    this.putUrlSigner = putUrlSigner;
    this.multipartStarter = multipartStarter;
    this.uploads = uploads;
    this.lifecycle = lifecycle;
    this.caller = caller;
    this.openings = new GroupCommits<>(lifecycle::openAll, MAX_OPENINGS_AT_ONCE);
  }

  /**
   * Opens an upload and reserves quota, then signs the URL or starts the multipart upload in the
   * store. A rejected request leaves nothing behind.
   *
   * @param idempotencyKey lets a caller repeat a request whose response was lost; may be null
   * @throws ProblemException if the request is invalid, or {@code quota-exceeded}
   * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The
   *     Idempotency-Key HTTP header field</a>
   */
  public UploadView open(UploadRequest request, String idempotencyKey) {
    var validated = validate(request);
    if (idempotencyKey == null) {
      return start(create(validated, null));
    }
    if (!IDEMPOTENCY_KEY.matcher(idempotencyKey).matches()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "The header Idempotency-Key must be 1 to 64 visible ASCII characters.");
    }
    return findExisting(idempotencyKey, validated)
        .map(this::resume)
        .orElseGet(() -> start(createOnce(validated, idempotencyKey)));
  }

  private ValidatedUpload validate(UploadRequest request) {
    var validated = rules.validate(request);
    return presigner.verifiesChecksums() ? validated : validated.withoutPartChecksums();
  }

  /** Finds the upload that an earlier request with the same key has opened. */
  private Optional<Upload> findExisting(String idempotencyKey, ValidatedUpload validated) {
    var upload = uploads.findByIdempotencyKey(caller.getName(), idempotencyKey);
    if (upload.isPresent() && !ValidatedUpload.of(upload.get()).isForSameFile(validated)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "This Idempotency-Key has been used for another file. Use a new key for each file.");
    }
    return upload;
  }

  private UploadView resume(Upload upload) {
    if (upload.status == UploadStatus.STORED) {
      return UploadView.of(upload, longestTransfer);
    }
    upload.requireOpen();
    return upload.isMultipart() ? start(upload) : putUrlSigner.renew(upload.id);
  }

  private Upload createOnce(ValidatedUpload validated, String idempotencyKey) {
    try {
      return create(validated, idempotencyKey);
    } catch (ConstraintViolationException e) {
      // The same request was sent twice at the same time. The unique index lets one of them
      // through.
      return findExisting(idempotencyKey, validated).orElseThrow(() -> e);
    }
  }

  private Upload create(ValidatedUpload validated, String idempotencyKey) {
    var upload =
        openings.execute(caller.getName(), lifecycle.prepareOpening(validated, idempotencyKey));
    lifecycle.announceOpened(upload);
    LogFields.putUpload(upload.id);
    Spans.setUploadId(upload.id);
    return upload;
  }

  private UploadView start(Upload upload) {
    if (!upload.isMultipart()) {
      return UploadView.withPut(upload, longestTransfer, putUrlSigner.sign(upload));
    }
    try {
      multipartStarter.start(upload);
      return UploadView.of(upload, longestTransfer);
    } catch (RuntimeException failure) {
      lifecycle.abortUnstarted(upload.id);
      throw failure;
    }
  }
}
