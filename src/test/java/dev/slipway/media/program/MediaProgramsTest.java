package dev.slipway.media.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.slipway.embedded.media.IncludedPrograms;
import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.WorkDirectories;
import dev.slipway.testing.SettableClock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaProgramsTest {
  private static final String MISSING_LIBRARY =
      "echo 'ffprobe: error while loading shared libraries: libxcb.so.1: cannot open shared object"
          + " file' >&2; exit 127";

  private final SettableClock clock = new SettableClock();

  @TempDir Path directory;

  @BeforeEach
  void scriptsNeedAShell() {
    assumeFalse(System.getProperty("os.name").contains("Windows"));
  }

  @Test
  void usesTheIncludedPrograms() {
    var programs = programs(Optional.empty(), Optional.of(IncludedPrograms.directory()), "");

    assertThat(programs.ffprobe())
        .hasValueSatisfying(
            program -> {
              assertThat(program.version()).matches("\\d+\\.\\d+.*");
              assertThat(program.configuration()).contains("--enable-shared");
              assertThat(program.executable().getParent()).isEqualTo(program.libraries());
            });
    assertThat(programs.ffmpeg()).isPresent();
    assertThat(programs.problem("ffprobe")).isEmpty();
  }

  /** The build under the GPL would change the licence of a distribution that includes it. */
  @Test
  void includesTheBuildUnderTheLgpl() {
    var programs = programs(Optional.empty(), Optional.of(IncludedPrograms.directory()), "");

    assertThat(programs.ffmpeg().orElseThrow().configuration())
        .doesNotContain("--enable-gpl", "--enable-nonfree");
  }

  @Test
  void prefersTheConfiguredProgram() throws IOException {
    var configured = script("chosen", version("7.1"));

    assertThat(
            programs(Optional.of(configured), Optional.of(IncludedPrograms.directory()), "")
                .ffprobe())
        .hasValueSatisfying(
            program -> {
              assertThat(program.executable()).isEqualTo(configured);
              assertThat(program.version()).isEqualTo("7.1");
              assertThat(program.libraries()).isNull();
            });
  }

  /** An administrator who chose a program must see that it doesn't run. */
  @Test
  void usesNoOtherProgramThanTheConfigured() {
    var programs =
        programs(
            Optional.of(directory.resolve("nowhere")),
            Optional.of(IncludedPrograms.directory()),
            "");

    assertThat(programs.ffprobe()).isEmpty();
    assertThat(programs.problem("ffprobe").orElseThrow())
        .contains(directory.resolve("nowhere").toString(), "exit code 127");
  }

  @Test
  void usesTheSystemsProgramIfTheIncludedOneDoesNotRun() throws IOException {
    var included = Files.createDirectory(directory.resolve("included"));
    var system = Files.createDirectory(directory.resolve("system"));
    script("included/ffprobe", MISSING_LIBRARY);
    script("system/ffprobe", version("5.1.9-0+deb12u1"));

    assertThat(programs(Optional.empty(), Optional.of(included), "/nowhere:" + system).ffprobe())
        .hasValueSatisfying(program -> assertThat(program.version()).isEqualTo("5.1.9-0+deb12u1"));
  }

  @Test
  void namesThePackageOfAMissingLibrary() throws IOException {
    script("ffprobe", MISSING_LIBRARY);

    assertThat(programs(Optional.empty(), Optional.of(directory), "").problem("ffprobe"))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .contains("libxcb.so.1", "Install the package libxcb1", "libpulse0")
                    .contains("or install ffmpeg"));
  }

  @Test
  void namesALibraryWhosePackageIsUnknown() throws IOException {
    script("ffprobe", MISSING_LIBRARY.replace("libxcb.so.1", "libother.so.3"));

    assertThat(programs(Optional.empty(), Optional.of(directory), "").problem("ffprobe"))
        .hasValueSatisfying(
            problem ->
                assertThat(problem).contains("libother.so.3", "Install the package that contains"));
  }

  @Test
  void doesNotUseAnotherProgramOfThatName() throws IOException {
    script("ffprobe", "echo Hello");

    assertThat(programs(Optional.empty(), Optional.of(directory), "").ffprobe()).isEmpty();
  }

  @Test
  void saysHowToInstallAMissingProgram() {
    assertThat(programs(Optional.empty(), Optional.empty(), "").problem("ffmpeg"))
        .contains(
            "ffmpeg is not installed. Install the package ffmpeg, or set SLIPWAY_MEDIA_FFMPEG to its"
                + " path.");
  }

  @Test
  void ignoresEntriesOfThePathThatAreNoPaths() throws IOException {
    script("ffprobe", version("8.1.2"));
    var separator = File.pathSeparator;
    var path = "\0" + separator + separator + "\"%s\"".formatted(directory);

    assertThat(programs(Optional.empty(), Optional.empty(), path).ffprobe()).isPresent();
  }

  @Test
  void findsAProgramThatIsInstalledLater() throws IOException {
    var programs = programs(Optional.empty(), Optional.empty(), directory.toString());
    assertThat(programs.ffprobe()).isEmpty();
    script("ffprobe", version("8.1.2"));

    clock.advance(Duration.ofSeconds(59));
    assertThat(programs.ffprobe()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(programs.ffprobe()).isPresent();
    assertThat(programs.problem("ffprobe")).isEmpty();
  }

  @Test
  void noticesThatAProgramWasUpgradedOrRemoved() throws IOException {
    var file = script("ffprobe", version("5.1"));
    var programs = programs(Optional.empty(), Optional.empty(), directory.toString());
    assertThat(programs.ffprobe().map(MediaProgram::version)).contains("5.1");

    script("ffprobe", version("8.1.2"));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    assertThat(programs.ffprobe().map(MediaProgram::version)).contains("8.1.2");

    Files.delete(file);
    assertThat(programs.ffprobe()).isEmpty();
  }

  private MediaPrograms programs(
      Optional<Path> configured, Optional<Path> included, String searchPath) {
    return new MediaPrograms(
        new Sandbox(),
        new WorkDirectories(directory.resolve("work")),
        Map.of("ffprobe", configured),
        included,
        searchPath,
        clock);
  }

  private Path script(String name, String content) throws IOException {
    var file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + content + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static String version(String version) {
    return "echo 'ffprobe version %s Copyright'; echo '  configuration: --enable-x'"
        .formatted(version);
  }
}
