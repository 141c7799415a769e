package dev.slipway.media.picture;

import dev.slipway.embedded.media.IncludedPrograms;
import dev.slipway.media.probe.CountingSource;
import dev.slipway.media.probe.ProbeConfig;
import dev.slipway.media.program.MediaPrograms;
import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.WorkDirectories;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Makes pictures with the included ffmpeg and the default settings. */
final class PictureFixture {
  private final Path workDirectory;
  private final Path programs;
  private final SmallRyeConfig config;
  private long bytesRead;

  PictureFixture(Path workDirectory) {
    this(workDirectory, IncludedPrograms.directory(), Map.of());
  }

  PictureFixture(Path workDirectory, Path programs, Map<String, String> settings) {
    this.workDirectory = workDirectory;
    this.programs = programs;
    this.config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(ProbeConfig.class)
            .withMapping(PictureConfig.class)
            .withSources(new PropertiesConfigSource(settings, "settings", 300))
            .build();
  }

  /** How many bytes of the file were read last. */
  long bytesRead() {
    return bytesRead;
  }

  Poster poster(Path file, Long durationMillis, String hdr, Long atMillis) {
    try (var source = new CountingSource(file)) {
      var poster = posterMaker().make(new VideoFile(source, durationMillis, hdr), atMillis);
      bytesRead = source.bytes();
      return poster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Storyboard> storyboard(Path file, Long durationMillis) {
    try (var source = new CountingSource(file)) {
      var storyboard = storyboardMaker().make(new VideoFile(source, durationMillis, null));
      bytesRead = source.bytes();
      return storyboard;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PosterMaker posterMaker() {
    var sandbox = new Sandbox();
    var directories = new WorkDirectories(workDirectory);
    return new PosterMaker(
        sandbox,
        MediaPrograms.in(programs, sandbox, directories),
        directories,
        config.getConfigMapping(PictureConfig.class),
        config.getConfigMapping(ProbeConfig.class));
  }

  private StoryboardMaker storyboardMaker() {
    var sandbox = new Sandbox();
    var directories = new WorkDirectories(workDirectory);
    return new StoryboardMaker(
        sandbox,
        MediaPrograms.in(programs, sandbox, directories),
        directories,
        config.getConfigMapping(PictureConfig.class),
        config.getConfigMapping(ProbeConfig.class));
  }
}
