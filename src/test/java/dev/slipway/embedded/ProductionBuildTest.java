package dev.slipway.embedded;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds a copy of the sources for production, with the Maven that runs this test. */
class ProductionBuildTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath();

  @TempDir static Path copy;

  @BeforeAll
  static void build() throws Exception {
    for (var name : List.of("pom.xml", "src/main")) {
      copy(PROJECT.resolve(name), copy.resolve(name));
    }
    var log = copy.resolve("build.log");
    var builder =
        new ProcessBuilder(
                maven(),
                "-q",
                "-B",
                "package",
                "-Dproduction",
                "-Dmaven.test.skip=true",
                "-Dspotless.check.skip")
            .directory(copy.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = builder.start();
    assertThat(process.waitFor(5, MINUTES)).as("ended").isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  @Test
  @Asvs("15.2.3")
  void containsNoEmbeddedClasses() throws IOException {
    assertThat(entries(copy.resolve("target/quarkus-app")))
        .contains("dev/slipway/")
        .noneMatch(entry -> entry.startsWith("dev/slipway/embedded"));
  }

  /** So no fault can be caused, whatever the settings say. */
  @Test
  @Asvs("15.2.3")
  void containsNoRelayOfTheFaultLab() throws IOException {
    assertThat(entries(copy.resolve("target/quarkus-app")))
        .contains("dev/slipway/lab/faults/RelayClient.class")
        .noneMatch(entry -> entry.matches(".*/(FaultRelay|FaultSwitch|EmbeddedRelay)\\.class"));
  }

  @Test
  @Asvs("15.2.3")
  void containsNoEmbeddedLibraries() throws IOException {
    assertThat(entries(copy.resolve("target/quarkus-app")))
        .isNotEmpty()
        .noneMatch(entry -> entry.startsWith("org/gaul/"))
        .noneMatch(entry -> entry.startsWith("software/amazon/"))
        .noneMatch(entry -> entry.matches("postgres-.*\\.txz"))
        .noneMatch(entry -> entry.startsWith("org/bytedeco/"));
  }

  @Test
  void containsASoftwareBillOfMaterials() throws IOException {
    assertThat(copy.resolve("target/quarkus-run-cyclonedx.json"))
        .content()
        .contains("CycloneDX", "pkg:maven/io.minio/minio@", "SHA-256")
        .doesNotContain("pkg:maven/org.gaul/");
  }

  /** The entries of all jars below a directory. */
  private static List<String> entries(Path directory) throws IOException {
    var entries = new ArrayList<String>();
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(path -> path.toString().endsWith(".jar")).toList()) {
        try (var jar = new JarFile(file.toFile())) {
          jar.stream().forEach(entry -> entries.add(entry.getName()));
        }
      }
    }
    return entries;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (var path : paths.toList()) {
        var target = to.resolve(from.relativize(path).toString());
        Files.createDirectories(target.getParent());
        if (!Files.isDirectory(path)) {
          Files.copy(path, target);
        }
      }
    }
  }

  private static String maven() {
    var script = PostgresBinaries.WINDOWS ? "mvn.cmd" : "mvn";
    return Path.of(System.getProperty("maven.home"), "bin", script).toString();
  }
}
