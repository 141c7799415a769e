package dev.slipway.uploads;

import dev.slipway.account.ratelimit.AccountRateLimit;
import dev.slipway.account.ratelimit.AccountRateLimiter;
import dev.slipway.storage.signing.PartPresigner;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.uploads.multipart.DifferingPartPolicy;
import dev.slipway.uploads.multipart.MultipartUpload;
import dev.slipway.uploads.multipart.MultipartUploads;
import dev.slipway.uploads.multipart.PartsRequest;
import dev.slipway.uploads.multipart.SignedPartRepository;
import dev.slipway.uploads.multipart.SignedPartsView;
import dev.slipway.uploads.multipart.SignedPartsView.SignedPart;
import dev.slipway.uploads.multipart.ValidatedPart;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Signs the URLs of parts for the caller. The parts are recorded first, in the transaction that
 * also extends the expiry of the upload, so that no URL is in use that the database doesn't know.
 */
@ApplicationScoped
public class PartUrlSigner {
  private final UploadAccess access;
  private final MultipartStarter multipartStarter;
  private final MultipartUploads multipartUploads;
  private final BatchWriter writer;
  private final UploadMetrics metrics;

  PartUrlSigner(
      UploadAccess access,
      MultipartStarter multipartStarter,
      MultipartUploads multipartUploads,
      BatchWriter writer,
      UploadMetrics metrics) {
    this.access = access;
    this.multipartStarter = multipartStarter;
    this.multipartUploads = multipartUploads;
    this.writer = writer;
    this.metrics = metrics;
  }

  /**
   * Signs a URL for each part.
   *
   * @throws ProblemException if a part is invalid; {@code upload-closed} if the upload is no longer
   *     open; {@code too-many-requests}; {@code part-conflict} if the store already has a part with
   *     other bytes
   */
  public SignedPartsView sign(String id, PartsRequest request) {
    var batch = record(id, request);
    if (!batch.differingNumbers().isEmpty()) {
      requireNoConflict(batch);
      writer.replaceChecksums(id, batch.differingParts());
    }
    var urls = batch.parts().stream().map(part -> sign(part, batch.partPresigner())).toList();
    metrics.recordSignedParts(urls.size());
    return new SignedPartsView(urls);
  }

  private BatchWriter.PartBatch record(String id, PartsRequest request) {
    return writer
        .record(id, request)
        .orElseGet(
            () -> {
              multipartStarter.start(access.require(id));
              return writer.record(id, request).orElseThrow();
            });
  }

  private void requireNoConflict(BatchWriter.PartBatch batch) {
    var stored =
        multipartUploads.listWithChecksums(batch.upload()).orElseThrow(Upload::vanishedProblem);
    DifferingPartPolicy.requireNoConflict(batch.differingParts(), stored);
  }

  private static SignedPart sign(ValidatedPart part, PartPresigner presigner) {
    var checksum = part.checksumSha256();
    return new SignedPart(
        part.number(),
        presigner.presign(part.number(), part.size(), checksum),
        presigner.headers(checksum),
        presigner.expiresAt());
  }

  /** The transactions: each writes rows, and none calls the store. */
  @ApplicationScoped
  @Transactional
  static class BatchWriter {
    private final Duration urlLifetime;
    private final UploadAccess access;
    private final SignedPartRepository signedParts;
    private final Presigner presigner;
    private final AccountRateLimiter limiter;

    BatchWriter(
        UploadsConfig config,
        UploadAccess access,
        SignedPartRepository signedParts,
        Presigner presigner,
        AccountRateLimiter limiter) {
      this.urlLifetime = config.urlLifetime();
      this.access = access;
      this.signedParts = signedParts;
      this.presigner = presigner;
      this.limiter = limiter;
    }

    /**
     * Validates the request, records its parts and extends the expiry of the upload.
     *
     * @return empty if the store has not started the upload yet, because it was unavailable when
     *     the upload was opened
     * @throws ProblemException if a part is invalid; {@code upload-closed}; {@code
     *     too-many-requests}
     */
    Optional<PartBatch> record(String id, PartsRequest request) {
      var upload = access.requireLocked(id);
      upload.requireOpen();
      upload.requireMultipart();
      upload.requireFinalSize();
      var parts = ValidatedPart.validate(request, upload.plan(), upload.partChecksums);
      if (upload.multipartId == null) {
        return Optional.empty();
      }
      limiter.requirePermits(AccountRateLimit.PARTS, parts.size());
      var partPresigner = presigner.forParts(upload.key(), upload.multipartId, urlLifetime);
      upload.extendExpiry(partPresigner.expiresAt());
      var differingNumbers = signedParts.record(id, parts);
      return Optional.of(
          new PartBatch(upload.multipart().orElseThrow(), parts, partPresigner, differingNumbers));
    }

    /**
     * Records other checksums for parts that were signed before.
     *
     * @throws ProblemException {@code upload-closed}
     */
    void replaceChecksums(String id, List<ValidatedPart> parts) {
      access.requireLocked(id).requireOpen();
      signedParts.replaceChecksums(id, parts);
    }

    /**
     * Parts that were recorded together.
     *
     * @param differingNumbers of the parts that were signed with another checksum before
     */
    record PartBatch(
        MultipartUpload upload,
        List<ValidatedPart> parts,
        PartPresigner partPresigner,
        Set<Integer> differingNumbers) {

      /** The parts that were signed with another checksum before. */
      List<ValidatedPart> differingParts() {
        return parts.stream().filter(part -> differingNumbers.contains(part.number())).toList();
      }
    }
  }
}
