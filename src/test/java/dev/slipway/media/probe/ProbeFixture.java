package dev.slipway.media.probe;

import dev.slipway.embedded.media.IncludedPrograms;
import dev.slipway.media.program.MediaPrograms;
import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.WorkDirectories;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The probe with the included ffprobe and the default settings, but half the default memory. */
public final class ProbeFixture {
  private static final Map<String, String> SETTINGS = Map.of("slipway.media.probe.memory", "256M");

  private ProbeFixture() {}

  public static MediaProbe probe(Path workDirectory) {
    return probe(workDirectory, Map.of());
  }

  public static MediaProbe probe(Path workDirectory, Map<String, String> settings) {
    return probe(workDirectory, settings, IncludedPrograms.directory());
  }

  public static MediaProbe probe(Path workDirectory, Map<String, String> settings, Path programs) {
    var sandbox = new Sandbox();
    var directories = new WorkDirectories(workDirectory);
    return new MediaProbe(
        sandbox, MediaPrograms.in(programs, sandbox, directories), directories, config(settings));
  }

  static Ffprobe ffprobe(Path workDirectory) {
    var sandbox = new Sandbox();
    var directories = new WorkDirectories(workDirectory);
    var programs = MediaPrograms.in(IncludedPrograms.directory(), sandbox, directories);
    return new Ffprobe(sandbox, programs, config(Map.of()));
  }

  static ProbeResult probe(MediaProbe probe, Path file) {
    try (var source = new CountingSource(file)) {
      return probe.probe(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ProbeConfig config(Map<String, String> settings) {
    var all = new HashMap<>(SETTINGS);
    all.putAll(settings);
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(ProbeConfig.class)
        .withSources(new PropertiesConfigSource(all, "settings", 300))
        .build()
        .getConfigMapping(ProbeConfig.class);
  }
}
