package dev.slipway.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Another JVM with the class path of this test, to be killed for good. */
record ChildJvm(Process process, BufferedReader reader) {

  static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        Stream.concat(
            Stream.of(java, "-cp", System.getProperty("java.class.path"), main.getName()),
            Stream.of(arguments));
    var process = new ProcessBuilder(command.toList()).redirectErrorStream(true).start();
    return new ChildJvm(process, process.inputReader());
  }

  /** The first lines, up to the one that begins so. */
  List<String> linesUpTo(String beginning) throws IOException {
    var lines = new ArrayList<String>();
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (line.startsWith(beginning)) {
        break;
      }
    }
    return lines;
  }

  /** All that it prints until it ends. */
  String output() {
    return reader.lines().collect(Collectors.joining("\n"));
  }

  int exitCode() throws InterruptedException {
    process.waitFor(30, SECONDS);
    return process.exitValue();
  }

  /** SIGKILL: no hook runs, nothing is cleaned up. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(30, SECONDS);
  }
}
