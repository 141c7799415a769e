package dev.slipway.media;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.tika.Tika;

/**
 * Tells the format of a file from its first bytes; neither its name nor what was declared counts.
 * Apache Tika knows a thousand formats, but tells the containers of one family not always apart;
 * there {@link Container} has the last word.
 */
@ApplicationScoped
public class Sniffer {
  /** How many first bytes are worth reading: every signature stands well within. */
  public static final int SAMPLE_SIZE = 16 * 1024;

  private static final String VIDEO = "video/";

  private final Tika tika = new Tika();

  /**
   * @param firstBytes the beginning of the file, {@link #SAMPLE_SIZE} or as many as there are
   */
  public MediaFormat sniff(byte[] firstBytes) {
    var mediaType = tika.detect(firstBytes);
    return Container.of(firstBytes, mediaType)
        .map(container -> new MediaFormat(container.mediaType(), container.shortName()))
        .orElseGet(() -> byTikaAlone(mediaType));
  }

  private static MediaFormat byTikaAlone(String mediaType) {
    var isVideo = mediaType.startsWith(VIDEO);
    var container = isVideo ? mediaType.substring(VIDEO.length()).replaceFirst("^x-", "") : null;
    return new MediaFormat(mediaType, container);
  }
}
