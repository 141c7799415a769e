package dev.slipway.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A short-lived program, run to its end within a minute. */
record Command(List<String> words, String input) {
  private static final long TIMEOUT_SECONDS = 60;

  static Command of(List<String> words) {
    return new Command(words, "");
  }

  boolean succeeds() {
    try {
      run();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * @return what it printed
   * @throws IOException when it cannot be run, fails or takes too long, with its output
   */
  String run() throws IOException {
    // A file, since a pipe would make a child that outlives the program keep us waiting.
    var output = Files.createTempFile("slipway", ".out");
    try {
      return run(output);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private String run(Path output) throws IOException {
    var process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    }
    if (!ended(process)) {
      process.destroyForcibly();
      throw new IOException("%s took too long".formatted(words.get(0)));
    }
    var text = Files.readString(output);
    if (process.exitValue() != 0) {
      throw new IOException(
          "%s ended with %d: %s".formatted(words.get(0), process.exitValue(), text.strip()));
    }
    return text;
  }

  private static boolean ended(Process process) throws IOException {
    try {
      return process.waitFor(TIMEOUT_SECONDS, SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
