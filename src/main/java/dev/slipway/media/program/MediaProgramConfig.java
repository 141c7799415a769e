package dev.slipway.media.program;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Where ffprobe and ffmpeg are. */
@ConfigMapping(prefix = "slipway.media")
interface MediaProgramConfig {
  /** The path of ffprobe. By default the included one, or else the first along PATH. */
  Optional<Path> ffprobe();

  /** The path of ffmpeg. By default the included one, or else the first along PATH. */
  Optional<Path> ffmpeg();

  /**
   * A directory with ffprobe, ffmpeg and their libraries, which is searched before PATH. Set by the
   * embedded services to the included programs.
   */
  Optional<Path> programsDir();
}
