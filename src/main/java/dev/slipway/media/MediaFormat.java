package dev.slipway.media;

import java.util.Arrays;
import java.util.List;
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
  private static final List<String> CONTAINERS =
      Arrays.stream(Container.values()).map(Container::shortName).toList();

  /** The short names of all video containers that Slipway distinguishes. */
  public static List<String> containers() {
    return CONTAINERS;
  }

  public boolean isVideo() {
    return container != null;
  }

  /** The usual extension of file names with this format, without the dot; empty if unknown. */
  public Optional<String> fileExtension() {
    return Container.ofShortName(container).map(Container::fileExtension);
  }
}
