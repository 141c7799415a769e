package dev.slipway.media;

import java.util.Optional;

/**
 * The format of a file, as detected from its first bytes. The catalogue rejects a format that is
 * not a video, in {@code RejectionRules}.
 *
 * @param mediaType such as {@code video/mp4} or {@code text/plain}
 * @param container the short name of the video container, such as {@code mp4}; null if the file is
 *     not a video
 */
public record MediaFormat(String mediaType, String container) {
  public boolean isVideo() {
    return container != null;
  }

  /** The usual extension of file names with this format, without the dot; empty if unknown. */
  public Optional<String> fileExtension() {
    return Container.ofShortName(container).map(Container::fileExtension);
  }
}
