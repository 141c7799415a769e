package dev.slipway.media.probe;

/**
 * The contents of a video file. Unknown fields are null, never guessed.
 *
 * @param container the short name, such as {@code mp4} or {@code mpegts}
 * @param mediaType such as {@code video/mp4}
 * @param videoCodec ffprobe's name, such as {@code h264}
 * @param audioCodec ffprobe's name, such as {@code aac}
 * @param width pixels as coded, before rotation
 * @param height pixels as coded, before rotation
 * @param rotation degrees clockwise by which a player turns the picture: 0, 90, 180 or 270
 * @param frameRate frames per second on average
 * @param durationMillis milliseconds
 * @param bitRate bits per second of the whole file
 * @param hdr {@code pq}, {@code hlg} or {@code dolby-vision}; null for a standard picture
 */
public record MediaInfo(
    String container,
    String mediaType,
    String videoCodec,
    String audioCodec,
    Integer width,
    Integer height,
    Integer rotation,
    Double frameRate,
    Long durationMillis,
    Long bitRate,
    String hdr) {
  /** A file of which only the container is known. */
  static MediaInfo ofContainer(String container, String mediaType) {
    return new MediaInfo(
        container, mediaType, null, null, null, null, null, null, null, null, null);
  }
}
