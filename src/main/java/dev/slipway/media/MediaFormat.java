package dev.slipway.media;

/**
 * What a file's first bytes say it is.
 *
 * @param mediaType such as {@code video/mp4} or {@code text/plain}
 * @param container the short name of a video's container, such as {@code mp4}; null where it is no
 *     video
 */
public record MediaFormat(String mediaType, String container) {
  public boolean isVideo() {
    return container != null;
  }
}
