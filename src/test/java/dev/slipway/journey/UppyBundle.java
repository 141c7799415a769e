package dev.slipway.journey;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.testing.SystemPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The packages of an unmodified Uppy from npm, each major version bundled into one module. The
 * bundles stay in {@code target/uppy} for later runs. Without npm, or without its registry, the
 * tests are skipped.
 */
final class UppyBundle {
  private static final Path FOLDER = Path.of("target", "uppy").toAbsolutePath();
  private static final Path LOG = FOLDER.resolve("npm.log");
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** The versions of {@code @uppy/core} and {@code @uppy/aws-s3} by major version. */
  private static final Map<Integer, List<String>> VERSIONS =
      Map.of(5, List.of("5.2.0", "5.1.0"), 6, List.of("6.3.1", "6.3.1"));

  private static final String BUNDLER = "esbuild@0.28.2";
  private static final List<String> INSTALL =
      List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1");
  private static final String ENTRY =
      """
      export { default as Uppy } from "@uppy/core";
      export { default as AwsS3 } from "@uppy/aws-s3";
      """;

  /** Only the first test waits for a registry that can't be reached. */
  private static boolean unavailable;

  private UppyBundle() {}

  /** The module of a major version, with the exports {@code Uppy} and {@code AwsS3}. */
  static Path of(int version) {
    var bundle = FOLDER.resolve("uppy-" + String.join("-", VERSIONS.get(version)) + ".mjs");
    if (!Files.exists(bundle)) {
      assumeTrue(SystemPath.find("npm").isPresent(), "Uppy comes from npm, which isn't installed");
      unavailable = unavailable || !build(version, bundle);
      assumeTrue(!unavailable, "npm can't install Uppy; " + LOG + " says why");
    }
    return bundle;
  }

  private static boolean build(int version, Path bundle) {
    try {
      var folder = Files.createDirectories(FOLDER.resolve(String.valueOf(version)));
      // Without a package.json of its own, the folder would share one further up.
      Files.writeString(folder.resolve("package.json"), "{\"private\": true}");
      Files.writeString(folder.resolve("entry.js"), ENTRY);
      var versions = VERSIONS.get(version);
      var packages =
          Stream.of("@uppy/core@" + versions.get(0), "@uppy/aws-s3@" + versions.get(1), BUNDLER);
      return run(folder, Stream.concat(INSTALL.stream(), packages).toList())
          && run(
              folder,
              List.of(
                  folder.resolve("node_modules/.bin/esbuild").toString(),
                  "entry.js",
                  "--bundle",
                  "--minify",
                  "--format=esm",
                  "--outfile=" + bundle));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean run(Path folder, List<String> command) throws IOException {
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
            .start();
    try {
      return process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
