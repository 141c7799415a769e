package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoView;
import dev.slipway.storage.StoredObject;

/**
 * A row as it was before the store was asked.
 *
 * @param objectPresent whether the row says that its object is in the store
 * @param deletable whether a URL that deletes the object was signed, and may have been used
 * @param deleted whether the row is a tombstone
 */
record RowSnapshot(
    VideoView view, int version, boolean objectPresent, boolean deletable, boolean deleted) {
  static RowSnapshot of(Video video) {
    return new RowSnapshot(
        VideoView.of(video),
        video.version(),
        video.isObjectPresent(),
        video.deletion().isObjectDeletable(),
        video.isDeleted());
  }

  /** Whether the row is still the same, and nobody has changed it. */
  boolean isVersionOf(Video video) {
    return view.id.equals(video.id()) && version == video.version();
  }

  /**
   * Whether the row says what the store reports. If the object may have been deleted and stored
   * again, that has to be examined.
   */
  boolean agreesWith(StoredObject object) {
    return objectPresent
        && hasSameContent(object)
        && !(deletable && object.modifiedAt().isAfter(view.storedAt));
  }

  /**
   * Whether ETag, size and checksum are what the store reports. Not every store keeps checksums.
   */
  boolean hasSameContent(StoredObject object) {
    return view.etag.equals(object.etag())
        && view.size == object.size()
        && (object.checksumSha256() == null || object.checksumSha256().equals(view.checksumSha256));
  }

  boolean hasOwner() {
    return view.owner != null;
  }
}
