package dev.slipway.media.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An application that waits for a sandboxed program, for tests that kill it. */
final class SandboxedSleep {
  static final String STARTED = "STARTED";

  private SandboxedSleep() {}

  /**
   * @param arguments the parent of the work directories, and how many seconds the program sleeps
   */
  public static void main(String... arguments) throws Exception {
    var workDirectories = new WorkDirectories(Path.of(arguments[0]));
    try (var directory = workDirectories.create()) {
      Files.writeString(directory.path().resolve("source"), "bytes of a video");
      System.out.println(STARTED);
      var hour = Duration.ofHours(1);
      new Sandbox()
          .run(
              new ProgramRun(
                  List.of("sleep", arguments[1]),
                  null,
                  directory.path(),
                  new SandboxLimits(hour, hour, 1 << 30, 0, 64, 64, 1024)));
    }
  }
}
