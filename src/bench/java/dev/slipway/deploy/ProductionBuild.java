package dev.slipway.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The production archive, built from this source in a separate directory, and its start commands.
 */
final class ProductionBuild {
  private static final String CACHE = "-XX:AOTCache=app.aot";
  private static final Pattern ENTRYPOINT = Pattern.compile("ENTRYPOINT \\[\"java\", (.*)]");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final Path archive;
  private final List<String> arguments;

  private ProductionBuild(Path archive, List<String> arguments) {
    this.archive = archive;
    this.arguments = arguments;
  }

  /** Builds the archive and unpacks it. */
  static ProductionBuild build(Path directory) throws IOException {
    var source = Files.createDirectory(directory.resolve("source"));
    run("cp", "-r", "pom.xml", "mvnw", ".mvn", "src", "deploy", "docs", "LICENSE", "" + source);
    runIn(source, "./mvnw", "-B", "-q", "package", "-Dproduction", "-Dmaven.test.skip=true");
    var archive = Files.createDirectory(directory.resolve("archive"));
    runIn(source, "sh", "-c", "tar xzf target/*.tar.gz --strip-components=1 -C " + archive);
    return new ProductionBuild(archive, entrypoint());
  }

  /** Creates the AOT cache with the current JVM, as the build of the image does. */
  void train() {
    run(JAVA, "deploy/image/Train.java", "target/quarkus-app", app().toString());
  }

  /** Returns the start command of the image. */
  List<String> withCache() {
    return inApp(arguments);
  }

  /** Returns the start command of the image without its AOT cache. */
  List<String> withoutCache() {
    return inApp(arguments.stream().filter(argument -> !argument.equals(CACHE)).toList());
  }

  /** Returns the start command of the archive, for systems without Docker. */
  List<String> script() {
    return List.of(archive.resolve("bin/slipway").toString());
  }

  private Path app() {
    return archive.resolve("app");
  }

  private List<String> inApp(List<String> options) {
    var command = new ArrayList<>(List.of("env", "-C", app().toString(), JAVA));
    command.addAll(options);
    return command;
  }

  /** The last one, because the image is the last stage. */
  private static List<String> entrypoint() throws IOException {
    var found = ENTRYPOINT.matcher(Files.readString(Path.of("deploy/image/Dockerfile")));
    var arguments =
        found
            .results()
            .reduce((first, last) -> last)
            .orElseThrow(() -> new IllegalStateException("The Dockerfile has no entry point"))
            .group(1);
    return Arrays.stream(arguments.split(", "))
        .map(argument -> argument.replace("\"", ""))
        .toList();
  }

  private static void runIn(Path directory, String... command) {
    run(new ProcessBuilder(command).directory(directory.toFile()));
  }

  private static void run(String... command) {
    run(new ProcessBuilder(command));
  }

  private static void run(ProcessBuilder builder) {
    try {
      var status = builder.inheritIO().redirectOutput(Redirect.DISCARD).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException(builder.command() + " ended with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
