package dev.slipway.catalogue;

import dev.slipway.storage.StoredObject;

/** A row as it was before the store was asked. */
record Seen(
    String id,
    int version,
    boolean describedObjectIsThere,
    String etag,
    long size,
    String checksumSha256,
    VideoView view) {
  static Seen of(Video video) {
    return new Seen(
        video.id,
        video.version,
        !video.isMissing() && video.status != VideoStatus.DELETED,
        video.etag,
        video.size,
        video.checksumSha256,
        VideoView.of(video));
  }

  /** Nothing is to be written: the row already says what the store says. */
  boolean agreesWith(StoredObject object) {
    return describedObjectIsThere && describes(object) && !mayBeClaimed(object);
  }

  /** It belongs to nobody, though the object says to whom. */
  private boolean mayBeClaimed(StoredObject object) {
    return view.owner() == null && Origin.of(object).isPresent();
  }

  /** Whether it says of the object what the store says. Not every store keeps a checksum. */
  boolean describes(StoredObject object) {
    return etag.equals(object.etag())
        && size == object.size()
        && (object.checksumSha256() == null || object.checksumSha256().equals(checksumSha256));
  }
}
