package dev.slipway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program that trains the JVM of the container image, which otherwise only the image build
 * compiles and runs.
 */
class JvmTrainingTest {
  private static final String FAILING_PROGRAM =
      "class Failing { public static void main(String[] a) {"
          + " System.err.println(\"no space left\"); System.exit(3); } }";

  /** An option of the JVM in the entry point. */
  private static final Pattern OPTION = Pattern.compile("\"(-X[^\"]+)\"");

  @TempDir Path directory;

  private Path classes;

  @BeforeEach
  void compile() {
    classes = directory.resolve("classes");
    compile(Path.of("deploy/image/Train.java"));
  }

  @Test
  void printsTheOutputOfAProgramThatFails() throws Exception {
    var build = buildOfFailingProgram();

    var training = run("Train", build.toString(), build.toString());

    assertThat(training.exitCode()).as(training.output()).isEqualTo(1);
    assertThat(training.output())
        .contains("The training failed: ", "ended with exit code 3", "no space left");
  }

  /** Otherwise the JVM ignores it in each start, and only the time of the start would show it. */
  @Test
  void failsIfTheJvmCannotUseTheCache() throws Exception {
    var build = buildOfFailingProgram();
    Files.writeString(build.resolve("app.aot"), "no cache");
    var log = directory.resolve("check.log");

    try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      var check = loader.loadClass("Train").getDeclaredMethod("check", Path.class, Path.class);
      check.setAccessible(true);

      assertThatThrownBy(() -> check.invoke(null, build, log))
          .hasRootCauseMessage("the JVM can't use the AOT cache");
    }
    assertThat(log).isNotEmptyFile();
  }

  @Test
  void checksTheCacheWithTheOptionsOfTheImage() throws Exception {
    var entryPoint =
        Files.readAllLines(Path.of("deploy/image/Dockerfile")).stream()
            .filter(line -> line.startsWith("ENTRYPOINT") && line.contains("app.aot"))
            .flatMap(line -> OPTION.matcher(line).results())
            .map(match -> match.group(1))
            // Replaced by an explicit size, because the build host may have any memory.
            .filter(option -> !option.startsWith("-XX:MaxRAMPercentage"));
    try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      var options = loader.loadClass("Train").getDeclaredField("RUNTIME_OPTIONS");
      options.setAccessible(true);

      assertThat((List<?>) options.get(null)).hasSizeGreaterThan(5).isEqualTo(entryPoint.toList());
    }
  }

  @Test
  void explainsItsArguments() throws Exception {
    var training = run("Train");

    assertThat(training.exitCode()).isEqualTo(64);
    assertThat(training.output()).contains("Usage: ");
  }

  /** A directory with a program where the training expects the application. */
  private Path buildOfFailingProgram() throws IOException {
    compile(Files.writeString(directory.resolve("Failing.java"), FAILING_PROGRAM));
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Failing");
    var build = Files.createDirectory(directory.resolve("build"));
    var file = Files.newOutputStream(build.resolve("quarkus-run.jar"));
    try (var jar = new JarOutputStream(file, manifest)) {
      jar.putNextEntry(new JarEntry("Failing.class"));
      Files.copy(classes.resolve("Failing.class"), jar);
    }
    return build;
  }

  private void compile(Path source) {
    var messages = new ByteArrayOutputStream();
    var result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, "-d", classes.toString(), source.toString());
    assertThat(result).as(messages::toString).isZero();
  }

  private Run run(String main, String... arguments) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-cp", classes.toString()));
    command.add(main);
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes());
    return new Run(process.waitFor(), output);
  }

  private record Run(int exitCode, String output) {}
}
