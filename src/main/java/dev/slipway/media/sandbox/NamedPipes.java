package dev.slipway.media.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Creates named pipes, by which a program can write several outputs that this process reads. */
public final class NamedPipes {
  private static final long TIMEOUT_SECONDS = 10;

  private NamedPipes() {}

  /** Whether the system has the program that creates them; Windows has none. */
  public static boolean areSupported() {
    return Isolation.findProgram("mkfifo").isPresent();
  }

  /**
   * Creates pipes that only this user can open.
   *
   * @throws IOException if one can't be created, for example because it exists
   */
  public static void create(List<Path> pipes) throws IOException {
    var program =
        Isolation.findProgram("mkfifo")
            .orElseThrow(() -> new IOException("The program mkfifo is not installed"));
    var command = new ArrayList<>(List.of(program.toString(), "-m", "600", "--"));
    pipes.forEach(pipe -> command.add(pipe.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    var process = builder.start();
    process.getOutputStream().close();
    var message =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("Named pipes can't be created: " + message);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while named pipes were created", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
