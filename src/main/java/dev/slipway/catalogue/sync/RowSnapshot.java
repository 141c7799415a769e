package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoStatus;
import dev.slipway.catalogue.VideoView;
import dev.slipway.storage.StoredObject;

/** A row as it was before the store was asked. */
public record RowSnapshot(
    String id,
    int version,
    boolean objectPresent,
    String etag,
    long size,
    String checksumSha256,
    VideoView view) {
  public static RowSnapshot of(Video video) {
    return new RowSnapshot(
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
    return objectPresent && describes(object) && !mayBeClaimed(object);
  }

  /** It belongs to nobody, though the object says to whom. */
  private boolean mayBeClaimed(StoredObject object) {
    return view.owner() == null && ObjectMetadata.of(object).isPresent();
  }

  /** Whether it says of the object what the store says. Not every store keeps a checksum. */
  public boolean describes(StoredObject object) {
    return etag.equals(object.etag())
        && size == object.size()
        && (object.checksumSha256() == null || object.checksumSha256().equals(checksumSha256));
  }
}
