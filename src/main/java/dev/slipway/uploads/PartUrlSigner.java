package dev.slipway.uploads;

import dev.slipway.storage.signing.PartPresigner;
import dev.slipway.uploads.PartBatchWriter.PartBatch;
import dev.slipway.uploads.multipart.DifferingPartPolicy;
import dev.slipway.uploads.multipart.MultipartUploads;
import dev.slipway.uploads.multipart.PartsRequest;
import dev.slipway.uploads.multipart.SignedPartsView;
import dev.slipway.uploads.multipart.SignedPartsView.SignedPart;
import dev.slipway.uploads.multipart.ValidatedPart;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Signs the URLs of parts for the caller. The parts are recorded first, in the transaction that
 * also extends the expiry of the upload, so that no URL is in use that the database doesn't know.
 */
@ApplicationScoped
public class PartUrlSigner {
  private final UploadAccess access;
  private final MultipartStarter multipartStarter;
  private final MultipartUploads multipartUploads;
  private final PartBatchWriter writer;
  private final UploadMetrics metrics;

  PartUrlSigner(
      UploadAccess access,
      MultipartStarter multipartStarter,
      MultipartUploads multipartUploads,
      PartBatchWriter writer,
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
   *     open; {@code part-conflict} if the store already has a part with other bytes
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

  private PartBatch record(String id, PartsRequest request) {
    return writer
        .record(id, request)
        .orElseGet(
            () -> {
              multipartStarter.start(access.require(id));
              return writer.record(id, request).orElseThrow();
            });
  }

  private void requireNoConflict(PartBatch batch) {
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
}
