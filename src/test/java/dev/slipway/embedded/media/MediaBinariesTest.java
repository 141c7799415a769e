package dev.slipway.embedded.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaBinariesTest {
  private static final FileTime EARLIER = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path directory;

  @Test
  void unpacksProgramsWithTheirLibraries() throws IOException {
    var home = MediaBinaries.unpackInto(directory).orElseThrow();

    assertThat(names(home))
        .anyMatch(name -> name.matches("ffprobe(\\.exe)?"))
        .anyMatch(name -> name.matches("ffmpeg(\\.exe)?"))
        .anyMatch(name -> name.contains("avcodec"))
        .noneMatch(name -> name.contains("jni"));
    assertThat(home.resolve(names(home).get(0))).isExecutable();
  }

  @Test
  void unpacksOnlyOnce() throws IOException {
    var file = ffmpeg(MediaBinaries.unpackInto(directory).orElseThrow());
    Files.setLastModifiedTime(file, EARLIER);

    var again = ffmpeg(MediaBinaries.unpackInto(directory).orElseThrow());

    assertThat(again).isEqualTo(file);
    assertThat(Files.getLastModifiedTime(again)).isEqualTo(EARLIER);
  }

  @Test
  void replacesDamagedPrograms() throws IOException {
    var file = ffmpeg(MediaBinaries.unpackInto(directory).orElseThrow());
    var size = Files.size(file);
    Files.write(file, new byte[] {1, 2, 3});

    MediaBinaries.unpackInto(directory);

    assertThat(file).hasSize(size);
  }

  @Test
  void removesWhatAKillDuringUnpackingLeft() throws IOException {
    var leftover = Files.createDirectory(directory.resolve("unfinished-123"));
    Files.write(leftover.resolve("ffprobe"), new byte[] {1});

    var home = MediaBinaries.unpackInto(directory).orElseThrow();

    assertThat(leftover).doesNotExist();
    assertThat(home).isNotEmptyDirectory();
  }

  @Test
  void tellsTheApplicationWhereTheyAre() {
    assertThat(MediaBinaries.unpackUnlessConfigured(config(Map.of()), directory))
        .hasEntrySatisfying(
            "slipway.media.programs-dir", home -> assertThat(Path.of(home)).isDirectory());
  }

  @Test
  void unpacksNothingIfOthersAreConfigured() {
    var paths =
        Map.of("slipway.media.ffprobe", "/opt/ffprobe", "slipway.media.ffmpeg", "/opt/ffmpeg");

    assertThat(MediaBinaries.unpackUnlessConfigured(config(paths), directory)).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void leavesTheSystemsProgramsIfTheyCannotBeUnpacked() throws IOException {
    var noDirectory = Files.createFile(directory.resolve("file"));

    assertThat(MediaBinaries.unpackUnlessConfigured(config(Map.of()), noDirectory)).isEmpty();
  }

  private static Path ffmpeg(Path home) throws IOException {
    return names(home).stream()
        .filter(name -> name.startsWith("ffmpeg"))
        .map(home::resolve)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(Path home) throws IOException {
    try (var files = Files.list(home)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Config config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(settings, "settings", 300))
        .build();
  }
}
