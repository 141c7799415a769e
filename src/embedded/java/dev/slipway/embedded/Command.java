package dev.slipway.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A short-lived program that ends within a minute. */
record Command(List<String> commandLine, String input) {
  private static final long TIMEOUT_SECONDS = 60;

  static Command of(List<String> commandLine) {
    return new Command(commandLine, "");
  }

  /** Runs the program, and returns whether it succeeded. */
  boolean succeeds() {
    try {
      run();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Runs the program, and returns its output.
   *
   * @throws IOException when it can't be run, fails or takes too long; contains the output
   */
  String run() throws IOException {
    // To a file: reading a pipe would block while a grandchild that outlives the program has it.
    var output = Files.createTempFile("slipway", ".out");
    try {
      return run(output);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private String run(Path output) throws IOException {
    var process =
        new ProcessBuilder(commandLine)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    }
    if (!hasEnded(process)) {
      process.destroyForcibly();
      throw new IOException("%s took too long".formatted(commandLine.get(0)));
    }
    var text = Files.readString(output);
    if (process.exitValue() != 0) {
      throw new IOException(
          "%s failed with exit code %d: %s"
              .formatted(commandLine.get(0), process.exitValue(), text.strip()));
    }
    return text;
  }

  private static boolean hasEnded(Process process) throws IOException {
    try {
      return process.waitFor(TIMEOUT_SECONDS, SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
