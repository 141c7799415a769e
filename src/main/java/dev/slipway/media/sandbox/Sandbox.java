package dev.slipway.media.sandbox;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.slipway.media.sandbox.ProgramResult.Ending;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Runs a program that reads an untrusted file. The program has an empty environment, no input, its
 * own session, and limits; when it ends, all processes of its session are killed.
 */
@ApplicationScoped
public class Sandbox {
  /** Enough for the message that matters, which programs write first. */
  private static final int MAX_ERRORS = 64 * 1024;

  /** How long a killed process may take to end. */
  private static final long KILL_MILLIS = 5_000;

  /** Not more processes than ffprobe may have. */
  private static final SandboxLimits DETECTION_LIMITS =
      new SandboxLimits(
          Duration.ofSeconds(10), Duration.ofSeconds(5), 256 << 20, 0, 32, 64, MAX_ERRORS);

  private static final Path SHELL = Path.of("/bin/sh");

  private final ConfinementCache confinement = new ConfinementCache(this::detect, System::nanoTime);

  /** Runs a program, and returns when it and its child processes have ended. */
  public ProgramResult run(ProgramRun run) {
    return run(run, confinement.get());
  }

  /**
   * Runs a program that reports its progress. The result has no output.
   *
   * @param progress receives the lines of its standard output, in a thread of their own; their sum
   *     is limited too
   * @param stop kills the program when it is completed, normally or not
   */
  public ProgramResult run(ProgramRun run, Consumer<String> progress, CompletableFuture<?> stop) {
    return run(run, confinement.get(), new LineSplitter(progress), stop);
  }

  /** Whether the system has the shell that enforces limits; Windows has none. */
  static boolean hasShell() {
    return Files.isExecutable(SHELL);
  }

  /** The isolation of this system. */
  Isolation isolation() {
    return confinement.get().isolation();
  }

  ProgramResult run(ProgramRun run, Confinement confinement) {
    return run(run, confinement, null, new CompletableFuture<>());
  }

  private ProgramResult run(
      ProgramRun run, Confinement confinement, LineSplitter progress, CompletableFuture<?> stop) {
    var builder =
        new ProcessBuilder(hasShell() ? SandboxCommand.of(run, confinement) : run.command());
    builder.directory(run.directory().toFile());
    builder.environment().clear();
    if (!hasShell() && run.libraries() != null) {
      // Windows finds libraries along PATH, and its own with SystemRoot.
      builder.environment().put("PATH", run.libraries().toString());
      builder.environment().put("SystemRoot", System.getenv().getOrDefault("SystemRoot", ""));
    }
    try {
      return await(builder.start(), run.limits(), progress, stop);
    } catch (IOException e) {
      return ProgramResult.notStarted(e.getMessage());
    }
  }

  private Confinement detect() {
    return hasShell()
        ? Confinement.detect(
            prefix -> runs(prefix, Confinement.NONE), with -> runs(List.of(), with))
        : Confinement.NONE;
  }

  private boolean runs(List<String> prefix, Confinement confinement) {
    var command = new ArrayList<>(prefix);
    command.add("true");
    var directory = Path.of(System.getProperty("java.io.tmpdir"));
    return run(new ProgramRun(command, null, directory, DETECTION_LIMITS), confinement).succeeded();
  }

  private static ProgramResult await(
      Process process, SandboxLimits limits, LineSplitter lines, CompletableFuture<?> stop) {
    var output =
        OutputReader.start(process.getInputStream(), limits.output(), lines, () -> kill(process));
    var errors = OutputReader.start(process.getErrorStream(), MAX_ERRORS, null, () -> {});
    stop.whenComplete((value, failure) -> kill(process));
    try {
      var hasEnded = process.waitFor(limits.timeout().toMillis(), MILLISECONDS);
      kill(process);
      if (!process.waitFor(KILL_MILLIS, MILLISECONDS)) {
        process.destroyForcibly();
      }
      return result(process, hasEnded, output, errors);
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      return new ProgramResult(Ending.INTERRUPTED, -1, new byte[0], "");
    }
  }

  private static ProgramResult result(
      Process process, boolean hasEnded, OutputReader output, OutputReader errors)
      throws InterruptedException {
    var bytes = output.await(KILL_MILLIS);
    var text = new String(errors.await(KILL_MILLIS), StandardCharsets.UTF_8).strip();
    if (output.hasOverflowed()) {
      return new ProgramResult(Ending.TOO_MUCH_OUTPUT, -1, bytes, text);
    }
    return hasEnded
        ? new ProgramResult(Ending.EXITED, process.exitValue(), bytes, text)
        : new ProgramResult(Ending.TIMED_OUT, -1, bytes, text);
  }

  /** Closes the pipe that the shell reads, so it kills the process group. */
  private static void kill(Process process) {
    try (OutputStream pipe = process.getOutputStream()) {
      pipe.flush();
    } catch (IOException alreadyClosed) {
      // The shell has ended, and the program before it.
    }
    if (!hasShell()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
