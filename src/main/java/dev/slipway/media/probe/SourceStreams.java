package dev.slipway.media.probe;

/**
 * The streams of a video file that a player shows, as a transcoder needs to know them.
 *
 * @param container the short name, such as {@code mp4}
 * @param videoIndex the number of the video stream in the file
 * @param audioIndex the number of the audio stream in the file; null without sound
 * @param videoCodec ffprobe's name, such as {@code h264}
 * @param audioCodec ffprobe's name, such as {@code aac}; null without sound
 * @param width pixels as coded, before rotation
 * @param height pixels as coded, before rotation
 * @param rotation degrees clockwise by which a player turns the picture: 0, 90, 180 or 270
 * @param pixelAspect the width of a pixel divided by its height, before rotation
 * @param pixelFormat ffmpeg's name, such as {@code yuv420p}; null if it is unknown
 * @param transfer ffmpeg's name of the transfer function, such as {@code smpte2084}; null if it is
 *     unknown
 * @param frameRate frames per second on average; null if it is unknown
 * @param durationMillis milliseconds; null if it is unknown
 * @param bitRate bits per second of the whole file; null if it is unknown
 * @param hdr {@code pq}, {@code hlg}, {@code dolby-vision} if the picture is in none of them; null
 *     otherwise
 * @param soundOnly how long there is sound without a picture
 */
public record SourceStreams(
    String container,
    int videoIndex,
    Integer audioIndex,
    String videoCodec,
    String audioCodec,
    int width,
    int height,
    int rotation,
    double pixelAspect,
    String pixelFormat,
    String transfer,
    Double frameRate,
    Long durationMillis,
    Long bitRate,
    String hdr,
    SoundOnly soundOnly) {
  public boolean hasSound() {
    return audioIndex != null;
  }

  /** Whether the picture needs tone mapping on an ordinary screen. */
  public boolean isHdr() {
    return "pq".equals(hdr) || "hlg".equals(hdr);
  }

  /** Whether only a decoder of Dolby Vision shows the right colours. */
  public boolean isDolbyVisionOnly() {
    return "dolby-vision".equals(hdr);
  }

  /**
   * Sound that begins before the first picture, or continues after the last one.
   *
   * @param beforeMillis milliseconds; 0 without such sound, or if it is unknown
   * @param afterMillis milliseconds; 0 without such sound, or if it is unknown
   */
  public record SoundOnly(long beforeMillis, long afterMillis) {
    public static final SoundOnly NONE = new SoundOnly(0, 0);
  }
}
