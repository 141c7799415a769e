package dev.slipway.uploads;

import dev.slipway.storage.PresignedParts;
import dev.slipway.storage.Presigner;
import dev.slipway.web.ErrorCode;
import dev.slipway.web.ProblemException;
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
class PartUrls {
  private final Duration lifetime;
  private final OwnUploads own;
  private final Multiparts multiparts;
  private final SignedParts signed;
  private final Presigner presigner;
  private final UploadMetrics metrics;

  PartUrls(
      UploadsConfig config,
      OwnUploads own,
      Multiparts multiparts,
      SignedParts signed,
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
    metrics.partsSigned(urls.size());
    return urls;
  }

  private Batch recorded(String id, PartsRequest request) {
    return record(id, request)
        .orElseGet(
            () -> {
              multiparts.begin(QuarkusTransaction.requiringNew().call(() -> own.find(id)));
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
              var upload = own.lock(id);
              upload.requireOpen();
              upload.requireMultipart(true);
              var parts = PartTerms.check(request, upload);
              if (upload.multipartId == null) {
                return Optional.empty();
              }
              var urls = presigner.parts(upload.key(), upload.multipartId, lifetime);
              upload.signedUntil(urls.expiresAt());
              return Optional.of(new Batch(upload, parts, urls, signed.record(id, parts)));
            });
  }

  private void replace(String id, List<PartTerms> parts) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              own.lock(id).requireOpen();
              signed.replace(id, parts);
            });
  }

  /** Other bytes for a part are signed only where the store does not hold others already. */
  private void refuseHeld(Batch batch) {
    var held = multiparts.held(batch.upload()).orElseThrow(Completions::vanished);
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
              .formatted(PartNumbers.list(conflicts)));
    }
  }

  private static SignedPart sign(PartTerms part, PresignedParts urls) {
    var checksum = part.checksumSha256();
    return new SignedPart(
        part.number(),
        urls.url(part.number(), part.size(), checksum),
        urls.headers(checksum),
        urls.expiresAt());
  }

  /**
   * Parts that were recorded together.
   *
   * @param differing the numbers of those that were signed for other bytes before
   */
  private record Batch(
      Upload upload, List<PartTerms> parts, PresignedParts urls, Set<Integer> differing) {}
}
