package dev.slipway.uploads.multipart;

import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.StoreRefusalException;
import dev.slipway.storage.StoredPart;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Completes multipart uploads in the store. Only the store's own list of parts counts: it is
 * compared with the plan and with what was signed and sent first.
 */
@ApplicationScoped
public class PartAssembler {
  private static final Logger LOG = Logger.getLogger(PartAssembler.class);

  private final MultipartUploads multipartUploads;
  private final SignedPartRepository signedParts;
  private final MultipartStore store;

  PartAssembler(
      MultipartUploads multipartUploads, SignedPartRepository signedParts, MultipartStore store) {
    this.multipartUploads = multipartUploads;
    this.signedParts = signedParts;
    this.store = store;
  }

  /**
   * Asks the store to make one object of the parts, if it has all of them.
   *
   * @return why the parts can't be assembled, as a text for the client. Empty if the store accepted
   *     the request or does not know the upload; then the object under the key shows the result
   */
  public Optional<String> assemble(MultipartUpload upload) {
    var listed = multipartUploads.list(upload);
    if (listed.isEmpty()) {
      return Optional.empty();
    }
    var plan = upload.plan();
    // A file that grows can have been longer in an earlier attempt.
    var parts = listed.get().stream().filter(part -> plan.contains(part.number())).toList();
    var recorded = signedParts.find(upload.uploadId());
    return findMissingParts(plan, parts)
        .or(() -> findMismatchedParts(parts, recorded))
        .or(() -> complete(upload, parts, recorded));
  }

  /** Returns for the client which parts the store lacks, or empty if it has all of them. */
  private static Optional<String> findMissingParts(PartPlan plan, List<StoredPart> parts) {
    var missing =
        IntStream.rangeClosed(1, plan.count())
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new));
    parts.stream()
        .filter(part -> part.size() == plan.sizeOf(part.number()))
        .forEach(part -> missing.remove(part.number()));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The store doesn't have part %s of %,d yet."
                .formatted(PartNumbers.summarize(missing), plan.count()));
  }

  /**
   * Returns for the client which parts were sent with an older URL, which was signed for another
   * checksum, or by an earlier request that arrived late. Empty if none is known to be.
   */
  private static Optional<String> findMismatchedParts(
      List<StoredPart> parts, Map<Integer, RecordedPart> recorded) {
    var mismatched =
        parts.stream()
            .filter(part -> isMismatched(part, recorded.get(part.number())))
            .map(StoredPart::number)
            .toList();
    return mismatched.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Part %s in the store doesn't match the last signed checksum. Send it again."
                .formatted(PartNumbers.summarize(mismatched)));
  }

  /**
   * Only a store that lists checksums shows this of parts that browsers sent; the others verify
   * them on completion.
   */
  private static boolean isMismatched(StoredPart part, RecordedPart recorded) {
    return recorded != null && recorded.differsFrom(part);
  }

  /** A part that is replaced after it was listed has another ETag, so the store refuses it. */
  private Optional<String> complete(
      MultipartUpload upload, List<StoredPart> listed, Map<Integer, RecordedPart> recorded) {
    var parts =
        listed.stream()
            .map(part -> withLastSignedChecksum(part, recorded.get(part.number())))
            .toList();
    try {
      store.complete(upload.key(), upload.multipartId(), parts);
      return Optional.empty();
    } catch (StoreRefusalException refusal) {
      LOG.warnf("Upload %s: %s", upload.uploadId(), refusal.getMessage());
      return Optional.of("The store's parts differ from those that were signed. Send them again.");
    }
  }

  /**
   * If the store lists no checksum, it gets the one that was signed last. Not every store verifies
   * it: if two checksums were signed for a part and both URLs were used, only a store that verifies
   * checksums can tell which bytes it has.
   */
  private static StoredPart withLastSignedChecksum(StoredPart part, RecordedPart signed) {
    return part.checksumSha256() == null && signed != null && signed.checksumSha256() != null
        ? part.withChecksum(signed.checksumSha256())
        : part;
  }
}
