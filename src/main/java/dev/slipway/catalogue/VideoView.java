package dev.slipway.catalogue;

import java.time.Instant;

/** A video as JSON and pages show it to people who may manage it. */
public final class VideoView extends VideoFacts {
  public final String fileName;

  /** The type that the uploader declared; {@code format} says what the bytes are. */
  public final String declaredType;

  public final Location location;
  public final String etag;

  /** In base64, as the store reports it. */
  public final String checksumSha256;

  /** The name of a {@link dev.slipway.storage.ChecksumType}. */
  public final String checksumType;

  /** When the row was written. */
  public final Instant cataloguedAt;

  /** From {@code storedAt} to {@code cataloguedAt}, see {@link Video#catalogueLag}. */
  public final Long lagMillis;

  /** Whether the store has no object, although the video isn't deleted. */
  public final boolean missing;

  /** When a video in the trash is deleted; null if it is not in the trash. */
  public final Instant deleteAfter;

  /** When a rejected video is deleted; null unless it is rejected, and if it is kept for ever. */
  public final Instant rejectedUntil;

  private VideoView(Video video, VideoUrlSigner signer) {
    super(video, signer);
    fileName = video.fileName;
    declaredType = video.declaredType;
    location = Location.of(video.bucket, video.objectKey);
    etag = video.etag;
    checksumSha256 = video.checksumSha256;
    checksumType = video.checksumType == null ? null : video.checksumType.name();
    cataloguedAt = video.cataloguedAt;
    lagMillis = video.catalogueLag().toMillis();
    missing = video.isMissing() && !video.isDeleted();
    rejectedUntil = video.isRejected() && owner != null ? video.rejectedUntil : null;
    deleteAfter = video.deletion.isInTrash() ? video.deletion.deleteAfter() : null;
  }

  /** Without the URLs of pictures. */
  public static VideoView of(Video video) {
    return new VideoView(video, null);
  }

  /** With the URLs of pictures. */
  public static VideoView of(Video video, VideoUrlSigner signer) {
    return new VideoView(video, signer);
  }

  /** Where the object is stored. */
  public record Location(String bucket, String key, String uri) {
    static Location of(String bucket, String key) {
      return new Location(bucket, key, "s3://" + bucket + "/" + key);
    }
  }
}
