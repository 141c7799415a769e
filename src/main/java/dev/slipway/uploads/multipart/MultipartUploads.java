package dev.slipway.uploads.multipart;

import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.StoredPart;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists and removes the parts that the store holds of multipart uploads. */
@ApplicationScoped
public class MultipartUploads {
  private final MultipartStore store;
  private final SignedPartRepository signedParts;

  MultipartUploads(MultipartStore store, SignedPartRepository signedParts) {
    this.store = store;
    this.signedParts = signedParts;
  }

  /** Returns the parts as the store lists them; empty if the store does not know the upload. */
  public Optional<List<StoredPart>> list(MultipartUpload upload) {
    return upload.multipartId() == null
        ? Optional.of(List.of())
        : store.listParts(upload.key(), upload.multipartId());
  }

  /**
   * Returns the parts with their checksums, also for a store that verifies the checksums of parts
   * without listing them; empty if the store does not know the upload.
   */
  public Optional<List<StoredPart>> listWithChecksums(MultipartUpload upload) {
    var listed = list(upload);
    if (listed.isEmpty()
        || listed.get().stream().noneMatch(part -> part.checksumSha256() == null)) {
      return listed;
    }
    var checksums = signedParts.findChecksums(upload.uploadId());
    return listed.map(
        parts -> parts.stream().map(part -> withUnambiguousChecksum(part, checksums)).toList());
  }

  /**
   * Returns the bytes of the parts up to the first one that is missing or shorter than the others;
   * empty if the store does not know the upload.
   */
  public Optional<Long> sizeWithoutGap(MultipartUpload upload) {
    var partSize = upload.plan().partSize();
    return list(upload).map(parts -> countWithoutGap(parts, partSize) * partSize);
  }

  /** Removes the parts. A part whose transfer is under way may still be stored afterwards. */
  public void abort(MultipartUpload upload) {
    if (upload.multipartId() != null) {
      store.abort(upload.key(), upload.multipartId());
    }
  }

  private static int countWithoutGap(List<StoredPart> parts, long partSize) {
    var count = 0;
    for (var part : parts) {
      if (part.number() != count + 1 || part.size() != partSize) {
        break;
      }
      count++;
    }
    return count;
  }

  private static StoredPart withUnambiguousChecksum(
      StoredPart part, Map<Integer, SignedPartRepository.SignedChecksum> checksums) {
    var signed = checksums.get(part.number());
    if (part.checksumSha256() != null || signed == null || !signed.unambiguous()) {
      return part;
    }
    return part.withChecksum(signed.checksumSha256());
  }
}
