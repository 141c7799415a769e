package dev.slipway.media.rendition;

import dev.slipway.media.probe.SourceStreams;
import java.util.Set;

/** Decides whether a file needs renditions, or plays well everywhere as it is. */
public final class BrowserSupport {
  private static final Set<String> CONTAINERS = Set.of("mp4", "m4v");
  private static final Set<String> AUDIO_CODECS = Set.of("aac", "mp3");

  /** The pixel formats that hardware decoders of phones support. */
  private static final Set<String> PIXEL_FORMATS = Set.of("yuv420p", "yuvj420p");

  private static final int MAX_SHORT_SIDE = 1088;

  private final RenditionConfig config;

  public BrowserSupport(RenditionConfig config) {
    this.config = config;
  }

  /**
   * Whether a file is so small, and so widely supported, that renditions would add nothing.
   *
   * @param size of the file in bytes
   */
  public boolean isSufficient(long size, SourceStreams source) {
    return playsEverywhere(source) && isSmall(size, source);
  }

  private static boolean playsEverywhere(SourceStreams source) {
    return CONTAINERS.contains(source.container())
        && "h264".equals(source.videoCodec())
        && source.pixelFormat() != null
        && PIXEL_FORMATS.contains(source.pixelFormat())
        && (source.audioCodec() == null || AUDIO_CODECS.contains(source.audioCodec()))
        && Math.min(source.width(), source.height()) <= MAX_SHORT_SIDE;
  }

  private boolean isSmall(long size, SourceStreams source) {
    return size <= config.skipSize().asLongValue()
        || source.bitRate() != null && source.bitRate() <= config.skipBitRate();
  }
}
