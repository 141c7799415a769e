package dev.slipway.media.rendition;

import dev.slipway.media.probe.SourceStreams;
import dev.slipway.media.probe.SourceStreams.SoundOnly;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Descriptions of videos, each with one property that is unusual. */
public final class Sources {
  private Sources() {}

  static SourceStreams ofSize(int width, int height) {
    return source("h264", width, height, 0, 1, 30.0, 100_000_000L);
  }

  static SourceStreams rotated(int width, int height, int rotation) {
    return source("h264", width, height, rotation, 1, 30.0, 100_000_000L);
  }

  static SourceStreams withPixelAspect(int width, int height, int rotation, double aspect) {
    return source("h264", width, height, rotation, aspect, 30.0, 100_000_000L);
  }

  static SourceStreams withFrameRate(int width, int height, Double frameRate) {
    return source("h264", width, height, 0, 1, frameRate, 100_000_000L);
  }

  static SourceStreams withBitRate(String codec, Long bitRate) {
    return source(codec, 1920, 1080, 0, 1, 30.0, bitRate);
  }

  static SourceStreams silent() {
    return with("mp4", "h264", null, "yuv420p", 1920, 1080, 5_000_000L);
  }

  static SourceStreams with(
      String container,
      String codec,
      String audioCodec,
      String pixelFormat,
      int width,
      int height,
      Long bitRate) {
    return new SourceStreams(
        container,
        0,
        audioCodec == null ? null : 1,
        codec,
        audioCodec,
        width,
        height,
        0,
        1,
        pixelFormat,
        "bt709",
        30.0,
        10_000L,
        bitRate,
        null,
        SoundOnly.NONE);
  }

  static SourceStreams withHdr(String hdr) {
    return new SourceStreams(
        "mp4",
        0,
        1,
        "hevc",
        "aac",
        1920,
        1080,
        0,
        1,
        "yuv420p10le",
        null,
        30.0,
        10_000L,
        null,
        hdr,
        SoundOnly.NONE);
  }

  private static SourceStreams source(
      String codec,
      int width,
      int height,
      int rotation,
      double aspect,
      Double frameRate,
      Long bitRate) {
    return new SourceStreams(
        "mp4",
        0,
        1,
        codec,
        "aac",
        width,
        height,
        rotation,
        aspect,
        "yuv420p",
        "bt709",
        frameRate,
        10_000L,
        bitRate,
        null,
        SoundOnly.NONE);
  }

  public static RenditionConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(RenditionConfig.class)
        .withSources(new PropertiesConfigSource(settings, "settings", 300))
        .build()
        .getConfigMapping(RenditionConfig.class);
  }
}
