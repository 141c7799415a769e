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
    var recorded = signedParts.find(upload.uploadId());
    return listed.map(
        parts -> parts.stream().map(part -> withCertainChecksum(part, recorded)).toList());
  }

  /**
   * Returns the bytes of the parts up to the first one that is missing, shorter than the others, or
   * perhaps not the one that the application sent last; empty if the store does not know the
   * upload.
   */
  public Optional<Long> sizeWithoutGap(MultipartUpload upload) {
    return list(upload).map(parts -> countWithoutGap(upload, parts) * upload.plan().partSize());
  }

  /** Removes the parts. A part whose transfer is under way may still be stored afterwards. */
  public void abort(MultipartUpload upload) {
    if (upload.multipartId() != null) {
      store.abort(upload.key(), upload.multipartId());
    }
  }

  private int countWithoutGap(MultipartUpload upload, List<StoredPart> parts) {
    var recorded = signedParts.find(upload.uploadId());
    var partSize = upload.plan().partSize();
    var count = 0;
    for (var part : parts) {
      var sent = recorded.get(part.number());
      if (part.number() != count + 1
          || part.size() != partSize
          || sent == null
          || !sent.isStoredAs(part)) {
        break;
      }
      count++;
    }
    return count;
  }

  private static StoredPart withCertainChecksum(
      StoredPart part, Map<Integer, RecordedPart> recorded) {
    var signed = recorded.get(part.number());
    if (part.checksumSha256() != null || signed == null) {
      return part;
    }
    return signed.certainChecksum().map(part::withChecksum).orElse(part);
  }
}
