package dev.slipway.uploads;

import dev.slipway.storage.signing.PartPresigner;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.uploads.multipart.MultipartUpload;
import dev.slipway.uploads.multipart.PartsRequest;
import dev.slipway.uploads.multipart.SignedPartRepository;
import dev.slipway.uploads.multipart.ValidatedPart;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The transactions of {@link PartUrlSigner}: each writes rows, and none calls the store. */
@ApplicationScoped
@Transactional
class PartBatchWriter {
  private final Duration urlLifetime;
  private final UploadAccess access;
  private final SignedPartRepository signedParts;
  private final Presigner presigner;

  PartBatchWriter(
      UploadsConfig config,
      UploadAccess access,
      SignedPartRepository signedParts,
      Presigner presigner) {
    this.urlLifetime = config.urlLifetime();
    this.access = access;
    this.signedParts = signedParts;
    this.presigner = presigner;
  }

  /**
   * Validates the request, records its parts and extends the expiry of the upload.
   *
   * @return empty if the store has not started the upload yet, because it was unavailable when the
   *     upload was opened
   * @throws ProblemException if a part is invalid; {@code upload-closed}
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
