package dev.slipway.media.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.doctor.CheckResult;
import dev.slipway.doctor.CheckStatus;
import dev.slipway.embedded.media.IncludedPrograms;
import dev.slipway.media.program.MediaPrograms;
import dev.slipway.media.sandbox.Protection;
import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.SandboxInspector;
import dev.slipway.media.sandbox.WorkDirectories;
import dev.slipway.testing.Asvs;
import dev.slipway.web.ProcessRole;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaChecksTest {
  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

  private final Sandbox sandbox = new Sandbox();

  @TempDir Path directory;

  @Test
  void namesTheVersionAndTheBuild() {
    var result = checkPrograms(IncludedPrograms.directory());

    assertThat(result.status()).isEqualTo(CheckStatus.FINE);
    assertThat(result.message()).contains("ffprobe 8.", "LGPL build");
  }

  @Test
  void warnsOfAVersionWithAKnownVulnerability() throws IOException {
    var result = checkPrograms(ffprobe("5.1.9-0+deb12u1", "--enable-gpl"));

    assertThat(result.status()).isEqualTo(CheckStatus.WEAK);
    assertThat(result.message())
        .contains("ffprobe 5.1.9-0+deb12u1", "GPL build", "CVE-2026-8461", "Install ffmpeg 8.1.2");
  }

  @Test
  void cannotCompareADevelopmentVersion() throws IOException {
    assertThat(checkPrograms(ffprobe("N-120000-gabcdef", "")).status())
        .isEqualTo(CheckStatus.UNKNOWN);
  }

  @Test
  void saysHowToInstallAMissingProgram() {
    var result = checkPrograms(directory);

    assertThat(result.status()).isEqualTo(CheckStatus.BROKEN);
    assertThat(result.message()).contains("Videos wait", "Install the package ffmpeg");
  }

  @ParameterizedTest
  @CsvSource({
    "8.1.2, false",
    "8.1.1, true",
    "8.1, true",
    "8.0.9, true",
    "7.1.3, true",
    "n8.1.2, false",
    "8.2, false",
    "9.0, false",
    "10.0.1, false",
    "5.1.9-0+deb12u1, true",
    "8.1.2-3ubuntu1, false"
  })
  void comparesVersions(String version, boolean isVulnerable) {
    assertThat(KnownAdvisories.isVulnerable(version)).contains(isVulnerable);
  }

  @ParameterizedTest
  @ValueSource(strings = {"N-120000-gabcdef", "git-2026-01-01", ""})
  void comparesOnlyReleases(String version) {
    assertThat(KnownAdvisories.isVulnerable(version)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "slipway.processing.enabled, false",
    "slipway.processing.workers, 0",
    "slipway.role, web"
  })
  void needsNothingWhereNoMediaJobsRun(String setting, String value) {
    var jobs = jobs(Map.of(setting, value));

    assertThat(new MediaProgramsCheck(programs(directory), jobs).run(null).status())
        .isEqualTo(CheckStatus.FINE);
    assertThat(new MediaSandboxCheck(inspector(directory), jobs).run(null).message())
        .startsWith("Not needed");
  }

  @Test
  @Asvs("15.2.5")
  void findsTheLimitsInForce() {
    assumeTrue(LINUX);

    assertThat(inspector(directory).inForce())
        .contains(Protection.MEMORY, Protection.PROCESSOR_TIME, Protection.FILES);
    assertThat(new MediaSandboxCheck(inspector(directory), jobs(Map.of())).run(null).message())
        .startsWith("In force: memory, processor time, size and number of files");
  }

  @Test
  void reportsAMissingTemporaryDirectory() throws IOException {
    var file = Files.createFile(directory.resolve("file"));

    var result = new MediaSandboxCheck(inspector(file), jobs(Map.of())).run(null);

    assertThat(result.status()).isEqualTo(CheckStatus.BROKEN);
    assertThat(result.message()).contains("SLIPWAY_MEDIA_SANDBOX_WORK_DIR");
  }

  @Test
  void explainsWhatIsMissing() {
    assertThat(MediaSandboxCheck.explain(EnumSet.allOf(Protection.class)).status())
        .isEqualTo(CheckStatus.FINE);
    var inContainer =
        MediaSandboxCheck.explain(
            EnumSet.of(Protection.MEMORY, Protection.PROCESSOR_TIME, Protection.FILES));
    assertThat(inContainer.status()).isEqualTo(CheckStatus.UNKNOWN);
    assertThat(inContainer.message())
        .contains("Not in force: number of processes, no network")
        .contains("without a route to the internet");
    assertThat(MediaSandboxCheck.explain(EnumSet.noneOf(Protection.class)))
        .satisfies(
            result -> assertThat(result.status()).isEqualTo(CheckStatus.WEAK),
            result -> assertThat(result.message()).startsWith("In force: none."));
    assertThat(
            MediaSandboxCheck.explain(EnumSet.complementOf(EnumSet.of(Protection.ISOLATION)))
                .status())
        .isEqualTo(CheckStatus.UNKNOWN);
    assertThat(
            MediaSandboxCheck.explain(EnumSet.complementOf(EnumSet.of(Protection.PROCESSES)))
                .status())
        .isEqualTo(CheckStatus.FINE);
  }

  private CheckResult checkPrograms(Path home) {
    return new MediaProgramsCheck(programs(home), jobs(Map.of())).run(null);
  }

  private MediaPrograms programs(Path home) {
    return MediaPrograms.in(home, sandbox, new WorkDirectories(directory.resolve("work")));
  }

  private SandboxInspector inspector(Path workDirectory) {
    return new SandboxInspector(sandbox, new WorkDirectories(workDirectory));
  }

  private static MediaJobsSettings jobs(Map<String, String> settings) {
    return new MediaJobsSettings(
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(settings, "settings", 300))
            .build(),
        new ProcessRole(settings.getOrDefault("slipway.role", "all")));
  }

  private Path ffprobe(String version, String configuration) throws IOException {
    assumeTrue(LINUX);
    var file =
        Files.writeString(
            directory.resolve("ffprobe"),
            "#!/bin/sh\necho 'ffprobe version %s'\necho 'configuration: %s'\n"
                .formatted(version, configuration));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return directory;
  }
}
