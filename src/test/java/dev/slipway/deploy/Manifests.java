package dev.slipway.deploy;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.slipway.embedded.Directories;
import dev.slipway.testing.SystemPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Reads the manifests in {@code deploy/kubernetes}, as written and as rendered by kubectl. */
public final class Manifests {
  static final Path FOLDER = Path.of("deploy", "kubernetes");
  static final List<String> OVERLAYS = List.of("demo", "production");

  private static final Path DEPLOY = FOLDER.getParent();
  private static final String KUSTOMIZATION = "kustomization.yaml";
  private static final int TIMEOUT_MINUTES = 2;

  private Manifests() {}

  /**
   * Returns every object in every file. An {@code .env} file counts as the ConfigMap that it
   * becomes.
   */
  static List<Manifest> written() throws IOException {
    try (var files = Files.walk(FOLDER)) {
      return files.sorted().flatMap(Manifests::in).toList();
    }
  }

  /** Returns the environment variables in the containers of one object, as written. */
  public static Map<String, String> environment(String kind, String name) {
    try {
      return written().stream()
          .filter(manifest -> manifest.is(kind, name))
          .flatMap(Manifest::containers)
          .flatMap(container -> Manifest.each(container.path("env")))
          .collect(
              toMap(entry -> entry.path("name").asText(), entry -> entry.path("value").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the manifests as written and, if a renderer is installed, as each overlay renders them.
   */
  static Stream<Named<List<Manifest>>> sets() throws IOException, InterruptedException {
    var sets = new ArrayList<Named<List<Manifest>>>();
    sets.add(Named.of("as written", written()));
    if (renderer().isPresent()) {
      var directory = Files.createTempDirectory("slipway-manifests");
      try {
        var overlays = copyTo(directory).resolve("overlays");
        for (var overlay : OVERLAYS) {
          sets.add(Named.of(overlay, rendered(overlays.resolve(overlay))));
        }
      } finally {
        Directories.deleteRecursively(directory);
      }
    }
    return sets.stream();
  }

  /** Finds the command that renders overlays, with its first arguments. */
  static Optional<List<String>> renderer() {
    var kubectl =
        SystemPath.find("kubectl").map(program -> List.of(program.toString(), "kustomize"));
    return kubectl.or(
        () -> SystemPath.find("kustomize").map(program -> List.of(program.toString(), "build")));
  }

  /** Copies everything that the overlays read, and generates secrets for the demo. */
  static Path copyTo(Path directory) throws IOException, InterruptedException {
    try (var paths = Files.walk(DEPLOY)) {
      for (var path : paths.filter(path -> !path.toString().contains("secrets/")).toList()) {
        var target = directory.resolve(path.toString());
        Files.createDirectories(Files.isDirectory(path) ? target : target.getParent());
        if (!Files.isDirectory(path)) {
          Files.copy(path, target);
        }
      }
    }
    var copy = directory.resolve(FOLDER);
    run(List.of("sh", copy.resolve("overlays/demo/secrets.sh").toString()));
    return copy;
  }

  static List<Manifest> rendered(Path kustomization) throws IOException, InterruptedException {
    var command =
        Stream.concat(renderer().orElseThrow().stream(), Stream.of(kustomization.toString()));
    return Manifest.read(kustomization.getFileName().toString(), run(command.toList()));
  }

  private static Stream<Manifest> in(Path file) {
    var name = file.getFileName().toString();
    try {
      if (name.endsWith(".yaml") && !name.equals(KUSTOMIZATION)) {
        return Manifest.read(file.toString(), Files.readString(file)).stream();
      }
      if (name.endsWith(".env") && !file.toString().contains("secrets")) {
        return Manifest.read(file.toString(), configMap(name, Files.readAllLines(file))).stream();
      }
      return Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String configMap(String file, List<String> lines) {
    var pairs = lines.stream().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    return pairs.stream()
        .map(line -> line.split("=", 2))
        .map(pair -> "  %s: '%s'%n".formatted(pair[0], pair[1]))
        .collect(
            joining(
                "",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: slipway-%s
                data:%s
                """
                    .formatted(file.replace(".env", ""), pairs.isEmpty() ? " {}" : ""),
                ""));
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    var output = Files.createTempFile("slipway-manifests", ".yaml");
    var errors = Files.createTempFile("slipway-manifests", ".err");
    try {
      var process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
      if (process.exitValue() != 0) {
        throw new AssertionError(command + ": " + Files.readString(errors));
      }
      return Files.readString(output);
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }
}
