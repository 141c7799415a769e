package dev.slipway.media;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.tika.Tika;

/**
 * Detects the format of a file from its first bytes, regardless of its name and declared type.
 * Apache Tika recognises about a thousand formats, but does not always distinguish containers of
 * one family; {@link Container} does. The catalogue rejects what is not a video: {@code
 * catalogue.RejectionRules}.
 */
@ApplicationScoped
public class Sniffer {
  /** The number of first bytes to read. Every known signature lies well within them. */
  public static final int SAMPLE_SIZE = 16 * 1024;

  private static final String VIDEO = "video/";

  private final Tika tika = new Tika();

  /**
   * Detects the format.
   *
   * @param firstBytes the first {@link #SAMPLE_SIZE} bytes, or the whole file if it is shorter
   */
  public MediaFormat sniff(byte[] firstBytes) {
    var mediaType = tika.detect(firstBytes);
    return Container.of(firstBytes, mediaType)
        .map(container -> new MediaFormat(container.mediaType(), container.shortName()))
        .orElseGet(() -> withoutKnownContainer(mediaType));
  }

  private static MediaFormat withoutKnownContainer(String mediaType) {
    var isVideo = mediaType.startsWith(VIDEO);
    var container = isVideo ? mediaType.substring(VIDEO.length()).replaceFirst("^x-", "") : null;
    return new MediaFormat(mediaType, container);
  }
}
