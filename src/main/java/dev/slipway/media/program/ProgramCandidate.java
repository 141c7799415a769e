package dev.slipway.media.program;

import dev.slipway.media.sandbox.ProgramResult;
import dev.slipway.media.sandbox.ProgramRun;
import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.SandboxLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file that may be the program.
 *
 * @param libraries the directory of its shared libraries; null if the system has them
 */
record ProgramCandidate(Path executable, Path libraries) {
  private static final Pattern VERSION = Pattern.compile("^ff\\w+ version (\\S+)");
  private static final Pattern CONFIGURATION =
      Pattern.compile("^\\s*configuration: (.*)$", Pattern.MULTILINE);

  /** The message of the dynamic linkers of Linux and macOS. */
  private static final Pattern MISSING_LIBRARY =
      Pattern.compile("loading shared libraries: (\\S+?):|Library not loaded: (?:@rpath/)?(\\S+)");

  private static final SandboxLimits LIMITS =
      new SandboxLimits(
          Duration.ofSeconds(10), Duration.ofSeconds(5), 1L << 30, 0, 64, 64, 64 * 1024);

  /** Runs the program to see its version. */
  Attempt tryToRun(Sandbox sandbox, Path workDirectory) {
    var run =
        new ProgramRun(
            List.of(executable.toString(), "-version"), libraries, workDirectory, LIMITS);
    var result = sandbox.run(run);
    var version = VERSION.matcher(result.outputText());
    if (result.succeeded() && version.find()) {
      var program =
          new MediaProgram(executable, libraries, version.group(1), configuration(result));
      return new Attempt(program, null);
    }
    return new Attempt(null, explain(result));
  }

  private static String configuration(ProgramResult result) {
    var configuration = CONFIGURATION.matcher(result.outputText());
    return configuration.find() ? configuration.group(1).strip() : "";
  }

  private String explain(ProgramResult result) {
    var missing = MISSING_LIBRARY.matcher(result.errors());
    if (missing.find()) {
      var library = missing.group(1) == null ? missing.group(2) : missing.group(1);
      return "%s needs the library %s. %s"
          .formatted(executable, library, LibraryPackages.howToInstall(library));
    }
    return "%s %s.".formatted(executable, result.describe());
  }

  /**
   * The result of running it.
   *
   * @param program null if it doesn't run
   * @param problem what is wrong and how to fix it; null if it runs
   */
  record Attempt(MediaProgram program, String problem) {}
}
