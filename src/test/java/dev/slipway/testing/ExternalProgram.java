package dev.slipway.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A program in a separate process, whose processor time and memory can be measured, and which can
 * be killed.
 */
public final class ExternalProgram implements AutoCloseable {
  private static final long EXIT_TIMEOUT_SECONDS = 60;
  private static final long START_TIMEOUT_MINUTES = 3;
  private static final double KIBIBYTES_PER_MEBIBYTE = 1024;

  private final Process process;
  private final BufferedReader output;
  private final Writer log;

  private ExternalProgram(Process process, Writer log) {
    this.process = process;
    this.output = process.inputReader();
    this.log = log;
    // The process must not outlive the tests, even if they are interrupted.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Starts a class of these tests, which exits at the end of its standard input. */
  public static ExternalProgram of(
      Class<?> main, Map<String, String> environment, String... arguments) {
    var options = List.of("-cp", System.getProperty("java.class.path"), main.getName());
    return ofJava(Stream.concat(options.stream(), Stream.of(arguments)).toList(), environment);
  }

  /** Starts a jar. */
  public static ExternalProgram ofJar(Path jar, Map<String, String> environment) {
    return ofJava(List.of("-jar", jar.toString()), environment);
  }

  /** Starts a jar and appends its output to a file. */
  public static ExternalProgram ofJar(
      Path jar, List<String> options, Map<String, String> environment, Path log) {
    var arguments = Stream.concat(options.stream(), Stream.of("-jar", jar.toString())).toList();
    return start(java(arguments), environment, appendTo(log));
  }

  /** Starts a command and appends its output to a file. */
  public static ExternalProgram of(
      List<String> command, Map<String, String> environment, Path log) {
    return start(command, environment, appendTo(log));
  }

  private static ExternalProgram ofJava(List<String> arguments, Map<String, String> environment) {
    return start(java(arguments), environment, Writer.nullWriter());
  }

  private static ExternalProgram start(
      List<String> command, Map<String, String> environment, Writer log) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new ExternalProgram(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the lines of the output up to one that contains a text. The rest of the output is
   * drained, so the program never blocks on a full pipe.
   *
   * @throws IllegalStateException if the program ends first
   */
  public List<String> readUntil(String text) {
    var lines = new ArrayList<String>();
    var timeout = CompletableFuture.delayedExecutor(START_TIMEOUT_MINUTES, TimeUnit.MINUTES);
    var started = new AtomicBoolean();
    timeout.execute(() -> killUnless(started));
    try {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        log.append(line).append('\n');
        if (line.contains(text)) {
          started.set(true);
          drainOutput();
          return lines;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("The program ended: " + String.join("\n", lines));
  }

  /** Drains the output to the log from now on, so the program never blocks on a full pipe. */
  public void drainOutput() {
    var reader = new Thread(this::drain, "drain");
    reader.setDaemon(true);
    reader.start();
  }

  /** Returns the processor time of all threads so far, which Linux counts in steps of 10 ms. */
  public Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  /** Returns the peak of the resident memory, or NaN if the system is not Linux. */
  public double peakResidentMebibytes() {
    return readMebibytes("VmHWM:");
  }

  /** Returns the current resident memory, or NaN if the system is not Linux. */
  public double currentResidentMebibytes() {
    return readMebibytes("VmRSS:");
  }

  public long pid() {
    return process.pid();
  }

  /** Kills the process with SIGKILL, so it runs no shutdown hooks. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Sends SIGTERM and returns immediately. */
  public void terminate() {
    process.destroy();
  }

  /** Waits until the process has ended and returns its exit code. */
  public int awaitExit() {
    try {
      if (!process.waitFor(EXIT_TIMEOUT_SECONDS, SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("The program did not end in time");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Closes the input, then sends SIGTERM, and kills the process if neither ends it. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(1, SECONDS)) {
        process.destroy();
      }
      if (!process.waitFor(EXIT_TIMEOUT_SECONDS, SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private double readMebibytes(String field) {
    var status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToDouble(
              line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIBIBYTES_PER_MEBIBYTE)
          .sum();
    } catch (IOException notLinux) {
      return Double.NaN;
    }
  }

  private void killUnless(AtomicBoolean started) {
    if (!started.get()) {
      process.destroyForcibly();
    }
  }

  private void drain() {
    try (log) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        log.append(line).append('\n').flush();
      }
    } catch (IOException ended) {
      // Java closes the stream when the process ends.
    }
  }

  private static List<String> java(List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    return command;
  }

  private static Writer appendTo(Path log) {
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      return Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
