package dev.slipway.catalogue;

import java.time.Instant;

/**
 * A video as programs and pages see it. What is not known is null, never guessed.
 *
 * @param description with line breaks; null where there is none
 * @param owner the account's name; null where another tool put the object there
 * @param status one of {@link VideoStatus}
 * @param rejection a stable code, null unless rejected
 * @param rejectionText the same for people
 * @param size bytes
 * @param declaredType as the uploader said; {@code format} is what the bytes say
 * @param checksumSha256 base64, by the store's word
 * @param storedAt the store's time of the object
 * @param storedBy who told of it first
 * @param cataloguedAt when that became a row
 * @param lagMillis from the one to the other, at most: stores tell their time in whole seconds
 * @param playable whether it can be played now
 */
public record VideoView(
    String id,
    String title,
    String description,
    String fileName,
    String owner,
    String status,
    String rejection,
    String rejectionText,
    long size,
    String declaredType,
    Format format,
    Location location,
    String etag,
    String checksumSha256,
    String checksumType,
    Instant storedAt,
    String storedBy,
    Instant cataloguedAt,
    Long lagMillis,
    String visibility,
    boolean playable) {

  /**
   * What the bytes are.
   *
   * @param container such as {@code mp4}
   * @param width as coded, before rotation, in pixels
   * @param rotation degrees, clockwise
   * @param frameRate frames a second
   * @param bitRate bits a second
   */
  public record Format(
      String container,
      String mediaType,
      String videoCodec,
      String audioCodec,
      Integer width,
      Integer height,
      Integer rotation,
      Double frameRate,
      Long durationMillis,
      Long bitRate) {}

  /** Where the object is. */
  public record Location(String bucket, String key, String uri) {
    static Location of(String bucket, String key) {
      return new Location(bucket, key, "s3://" + bucket + "/" + key);
    }
  }

  public static VideoView of(Video video) {
    return new VideoView(
        video.id,
        video.title,
        video.description,
        video.fileName,
        video.owner,
        video.status.name(),
        video.rejection == null ? null : video.rejection.code(),
        video.rejection == null ? null : video.rejection.message(video.mediaType),
        video.size,
        video.declaredType,
        formatOf(video),
        Location.of(video.bucket, video.objectKey),
        video.etag,
        video.checksumSha256,
        video.checksumType == null ? null : video.checksumType.name(),
        video.storedAt,
        video.storedBy.lowerCaseName(),
        video.cataloguedAt,
        video.catalogueLag().toMillis(),
        video.visibility.lowerCaseName(),
        video.isPlayable());
  }

  /** Without what is its owner's business: the file's name, where it is stored, and its hashes. */
  VideoView forStrangers() {
    return new VideoView(
        id,
        title,
        description,
        null,
        owner,
        status,
        rejection,
        rejectionText,
        size,
        null,
        format,
        null,
        null,
        null,
        null,
        storedAt,
        storedBy,
        null,
        null,
        visibility,
        playable);
  }

  private static Format formatOf(Video video) {
    return new Format(
        video.container,
        video.mediaType,
        video.videoCodec,
        video.audioCodec,
        video.width,
        video.height,
        video.rotation,
        video.frameRate,
        video.durationMillis,
        video.bitRate);
  }
}
