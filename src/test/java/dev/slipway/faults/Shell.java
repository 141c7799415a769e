package dev.slipway.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command and waits for its end. */
final class Shell {
  private static final int TIMEOUT_MINUTES = 2;

  private Shell() {}

  /**
   * @return the output of the command
   * @throws IOException with the output, if the command failed or did not end in time
   */
  static String run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.start();
    process.getOutputStream().close();
    // The output is short enough for the buffer of the pipe.
    if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(command + " did not end in time");
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new IOException("%s ended with %d: %s".formatted(command, process.exitValue(), output));
    }
    return output;
  }
}
