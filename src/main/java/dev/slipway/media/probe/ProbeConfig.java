package dev.slipway.media.probe;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Set;

/** Limits of the probe, and of the files that it accepts. */
@ConfigMapping(prefix = "slipway.media.probe")
public interface ProbeConfig {
  /**
   * The bytes of a file that the probe reads at most. The index of an MP4 file is within them: of
   * ten hours it has about 20 MB.
   */
  @WithDefault("64M")
  MemorySize maxRead();

  /** How long ffprobe may run. It needs a fraction of a second. */
  @WithDefault("30S")
  Duration timeout();

  /** The address space of ffprobe. The included one needs 100 MB, that of Debian more. */
  @WithDefault("512M")
  MemorySize memory();

  /** The longest video. */
  @WithDefault("12H")
  Duration maxDuration();

  /**
   * The largest picture in pixels. 8K has 33 million, and a decoder needs up to 12 bytes for one.
   */
  @WithDefault("36000000")
  long maxPixels();

  /** The longest side of a picture in pixels; VP8 and many decoders support no more. */
  @WithDefault("16383")
  int maxSide();

  /**
   * The video codecs that are accepted, by ffprobe's names. Every decoder is a risk, so the list
   * has those that people upload and that are tested all the time.
   */
  @WithDefault(
      "h264,hevc,av1,vp8,vp9,mpeg1video,mpeg2video,mpeg4,msmpeg4v2,msmpeg4v3,h263,flv1,theora,"
          + "prores,dnxhd,mjpeg,dvvideo,wmv1,wmv2,wmv3,vc1")
  Set<String> codecs();
}
