package dev.slipway.uploads;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.quota.Quotas;
import dev.slipway.audit.AuditLog;
import dev.slipway.observability.LogFields;
import dev.slipway.observability.Spans;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hibernate.exception.ConstraintViolationException;

/** Opens uploads for the caller. */
@Startup
@ApplicationScoped
class UploadOpener {
  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[!-~]{1,64}");

  private final Duration urlLifetime;
  private final Duration longestTransfer;
  private final UploadRules rules;
  private final Presigner presigner;
  private final PutUrlSigner putUrls;
  private final MultipartUploads multiparts;
  private final CurrentAccount current;
  private final Quotas quotas;
  private final AuditLog audit;
  private final SecureRandom random;
  private final Clock clock;
  private final UploadMetrics metrics;
  private final Event<UploadEnded> ended;

  UploadOpener(
      UploadsConfig config,
      Presigner presigner,
      PutUrlSigner putUrls,
      MultipartUploads multiparts,
      CurrentAccount current,
      Quotas quotas,
      AuditLog audit,
      SecureRandom random,
      Clock clock,
      UploadMetrics metrics,
      Event<UploadEnded> ended) {
    this.ended = ended;
    this.metrics = metrics;
    this.urlLifetime =
        Presigner.requireValidLifetime("SLIPWAY_UPLOADS_URL_LIFETIME", config.urlLifetime());
    this.longestTransfer = config.longestTransfer();
    this.rules =
        new UploadRules(
            config.types(),
            config.maxSize().asLongValue(),
            config.partsFrom().asLongValue(),
            config.partSize().asLongValue());
    this.presigner = presigner;
    this.putUrls = putUrls;
    this.multiparts = multiparts;
    this.current = current;
    this.quotas = quotas;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Records the intent, reserves the room, and signs the URL or begins the multipart upload. A
   * refusal leaves nothing behind.
   *
   * @param idempotencyKey by which a caller who got no answer asks again; may be null
   * @throws ProblemException naming what is wrong with the request, or {@code quota-exceeded}
   * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The
   *     Idempotency-Key HTTP header field</a>
   */
  UploadView open(UploadRequest request, String idempotencyKey) {
    var asked = rules.validate(request);
    var terms = presigner.verifiesChecksums() ? asked : asked.withoutPartChecksums();
    if (idempotencyKey == null) {
      return begun(record(terms, null));
    }
    if (!IDEMPOTENCY_KEY.matcher(idempotencyKey).matches()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "The header Idempotency-Key must be 1 to 64 visible ASCII characters.");
    }
    return opened(idempotencyKey, terms)
        .map(this::again)
        .orElseGet(() -> begun(recordOnce(terms, idempotencyKey)));
  }

  private UploadView again(Upload upload) {
    if (upload.status == UploadStatus.STORED) {
      return UploadView.of(upload, longestTransfer);
    }
    upload.requireOpen();
    return upload.isMultipart() ? begun(upload) : putUrls.renew(upload.id);
  }

  private UploadView begun(Upload upload) {
    var view = UploadView.of(upload, longestTransfer);
    if (!upload.isMultipart()) {
      var id = new RandomId(upload.id);
      return view.with(UploadView.Put.of(putUrls.sign(id, upload.owner, UploadTerms.of(upload))));
    }
    try {
      multiparts.start(upload);
      return view;
    } catch (RuntimeException failure) {
      giveUp(upload.id);
      throw failure;
    }
  }

  /** Empty where this key was not used yet. */
  private Optional<Upload> opened(String idempotencyKey, UploadTerms terms) {
    var upload =
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    Upload.<Upload>find(
                            "owner = ?1 and idempotencyKey = ?2", current.getName(), idempotencyKey)
                        .firstResultOptional());
    if (upload.isPresent() && !UploadTerms.of(upload.get()).describesSameFile(terms)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "This Idempotency-Key has opened another upload. Use a new one for each file.");
    }
    return upload;
  }

  private Upload recordOnce(UploadTerms terms, String idempotencyKey) {
    try {
      return record(terms, idempotencyKey);
    } catch (ConstraintViolationException | ProblemException e) {
      // The same request at the same time: the unique index lets one through, and that one may have
      // taken the last of the quota.
      return opened(idempotencyKey, terms).orElseThrow(() -> e);
    }
  }

  private Upload record(UploadTerms terms, String idempotencyKey) {
    var id = RandomId.random(random);
    var owner = current.getName();
    var opened =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  quotas.requireAvailable(owner, terms.size());
                  var end = presigner.expiryOf(urlLifetime);
                  var upload = new Upload(id, owner, terms, clock.instant(), end);
                  upload.idempotencyKey = idempotencyKey;
                  upload.persistAndFlush();
                  quotas.reserve(owner, id.value(), terms.size());
                  audit.record(owner, "upload.opened", id.value(), null);
                  return upload;
                });
    metrics.recordOpened(opened);
    LogFields.putUpload(opened.id);
    Spans.setUploadId(opened.id);
    return opened;
  }

  /** The store did not begin it, and the caller has no id to give back. */
  private void giveUp(String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              Upload upload = Upload.findById(id, LockModeType.PESSIMISTIC_WRITE);
              if (upload.isOpen() && upload.multipartId == null) {
                upload.transitionTo(UploadStatus.ABORTED);
                ended.fire(new UploadEnded(upload.status));
                // So that the same request can be made again.
                upload.idempotencyKey = null;
                quotas.release(id);
                audit.record(AuditLog.SYSTEM, "upload.aborted", id, "The store did not begin it");
              }
            });
  }
}
