package dev.slipway.uploads.multipart;

import dev.slipway.storage.StoredPart;
import java.util.Optional;

/**
 * A part that was signed. A URL can't be revoked and a request can arrive late, so the store may
 * have other bytes than those that were sent last.
 *
 * @param checksumSha256 in base64, as signed last; null if the part was signed without
 * @param unambiguous whether no other checksum was ever signed, so that a part in a store that
 *     verifies checksums must have this one
 * @param etag as the store returned it for the bytes that the application sent last; null if the
 *     application has not sent them, or does not know whether they arrived
 */
record RecordedPart(String checksumSha256, boolean unambiguous, String etag) {
  /** Returns the checksum that the part in the store must have; empty if it can have another. */
  Optional<String> certainChecksum() {
    return unambiguous ? Optional.ofNullable(checksumSha256) : Optional.empty();
  }

  /** Whether the store has the bytes that were sent last; also false if it is unknown. */
  boolean isStoredAs(StoredPart part) {
    return hasListedChecksum(part)
        .orElseGet(() -> certainChecksum().isPresent() || part.etag().equals(etag));
  }

  /** Whether the store has bytes other than those sent last; also false if it is unknown. */
  boolean differsFrom(StoredPart part) {
    return hasListedChecksum(part)
        .map(same -> !same)
        .orElseGet(() -> certainChecksum().isEmpty() && etag != null && !part.etag().equals(etag));
  }

  /** Compares the checksums; empty unless the store lists them and one was signed. */
  private Optional<Boolean> hasListedChecksum(StoredPart part) {
    return checksumSha256 == null || part.checksumSha256() == null
        ? Optional.empty()
        : Optional.of(part.checksumSha256().equals(checksumSha256));
  }
}
