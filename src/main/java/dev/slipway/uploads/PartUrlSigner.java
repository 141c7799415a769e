package dev.slipway.uploads;

import dev.slipway.storage.signing.PartPresigner;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.uploads.multipart.PartNumbers;
import dev.slipway.uploads.multipart.PartTerms;
import dev.slipway.uploads.multipart.PartsRequest;
import dev.slipway.uploads.multipart.SignedPart;
import dev.slipway.uploads.multipart.SignedPartRepository;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Signs the parts of the caller's uploads. What was signed is recorded first, in the transaction
 * that also moves the upload's end: a URL that nobody knows of can't come back as a surprise.
 */
@ApplicationScoped
class PartUrlSigner {
  private final Duration lifetime;
  private final UploadAccess own;
  private final MultipartUploads multiparts;
  private final SignedPartRepository signed;
  private final Presigner presigner;
  private final UploadMetrics metrics;

  PartUrlSigner(
      UploadsConfig config,
      UploadAccess own,
      MultipartUploads multiparts,
      SignedPartRepository signed,
      Presigner presigner,
      UploadMetrics metrics) {
    this.metrics = metrics;
    this.lifetime = config.urlLifetime();
    this.own = own;
    this.multiparts = multiparts;
    this.signed = signed;
    this.presigner = presigner;
  }

  /**
   * A URL for each part, in the order in which they were asked for.
   *
   * @throws ProblemException naming what is wrong with a part; {@code upload-closed} where the
   *     upload is no longer open; {@code part-conflict} where the store holds other bytes of a part
   */
  List<SignedPart> sign(String id, PartsRequest request) {
    var batch = recorded(id, request);
    var differing = batch.differing();
    if (!differing.isEmpty()) {
      refuseHeld(batch);
      replace(
          id, batch.parts().stream().filter(part -> differing.contains(part.number())).toList());
    }
    var urls = batch.parts().stream().map(part -> sign(part, batch.urls())).toList();
    metrics.recordSignedParts(urls.size());
    return urls;
  }

  private Batch recorded(String id, PartsRequest request) {
    return record(id, request)
        .orElseGet(
            () -> {
              multiparts.start(QuarkusTransaction.requiringNew().call(() -> own.require(id)));
              return record(id, request).orElseThrow();
            });
  }

  /**
   * Empty where the store does not know of the upload yet: it did not answer when it was opened.
   */
  private Optional<Batch> record(String id, PartsRequest request) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var upload = own.requireLocked(id);
              upload.requireOpen();
              upload.requireMultipart(true);
              var parts = PartTerms.validate(request, upload);
              if (upload.multipartId == null) {
                return Optional.empty();
              }
              var urls = presigner.forParts(upload.key(), upload.multipartId, lifetime);
              upload.extendExpiry(urls.expiresAt());
              return Optional.of(new Batch(upload, parts, urls, signed.record(id, parts)));
            });
  }

  private void replace(String id, List<PartTerms> parts) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              own.requireLocked(id).requireOpen();
              signed.replaceChecksums(id, parts);
            });
  }

  /** Other bytes for a part are signed only where the store does not hold others already. */
  private void refuseHeld(Batch batch) {
    var held = multiparts.listWithChecksums(batch.upload()).orElseThrow(UploadCompleter::vanished);
    var asked = new HashMap<Integer, String>();
    batch.parts().stream()
        .filter(part -> batch.differing().contains(part.number()))
        .forEach(part -> asked.put(part.number(), part.checksumSha256()));
    var conflicts = new TreeSet<Integer>();
    held.stream()
        .filter(part -> asked.containsKey(part.number()))
        .filter(part -> !asked.get(part.number()).equals(part.checksumSha256()))
        .forEach(part -> conflicts.add(part.number()));
    if (!conflicts.isEmpty()) {
      throw new ProblemException(
          ErrorCode.PART_CONFLICT,
          "The store holds other bytes for part %s. Is it another file? Open a new upload for it."
              .formatted(PartNumbers.summarize(conflicts)));
    }
  }

  private static SignedPart sign(PartTerms part, PartPresigner urls) {
    var checksum = part.checksumSha256();
    return new SignedPart(
        part.number(),
        urls.presign(part.number(), part.size(), checksum),
        urls.headers(checksum),
        urls.expiresAt());
  }

  /**
   * Parts that were recorded together.
   *
   * @param differing the numbers of those that were signed for other bytes before
   */
  private record Batch(
      Upload upload, List<PartTerms> parts, PartPresigner urls, Set<Integer> differing) {}
}
