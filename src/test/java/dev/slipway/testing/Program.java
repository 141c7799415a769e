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
 * A program in a process of its own: its processor time counts for nobody else, and it can be
 * killed for good.
 */
public final class Program implements AutoCloseable {
  private static final long EXIT_TIMEOUT_SECONDS = 60;
  private static final long START_TIMEOUT_MINUTES = 3;
  private static final double KIBIBYTES_PER_MEBIBYTE = 1024;

  private final Process process;
  private final BufferedReader output;
  private final Writer log;

  private Program(Process process, Writer log) {
    this.process = process;
    this.output = process.inputReader();
    this.log = log;
    // Nothing outlives the tests, however they end.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** A class of these tests, which ends when its standard input does. */
  public static Program of(Class<?> main, Map<String, String> environment, String... arguments) {
    var options = List.of("-cp", System.getProperty("java.class.path"), main.getName());
    return ofJava(Stream.concat(options.stream(), Stream.of(arguments)).toList(), environment);
  }

  public static Program ofJar(Path jar, Map<String, String> environment) {
    return ofJava(List.of("-jar", jar.toString()), environment);
  }

  /** The same, with all that it prints added to a file. */
  public static Program ofJar(Path jar, Map<String, String> environment, Path log) {
    return start(java(List.of("-jar", jar.toString())), environment, appendTo(log));
  }

  /** Any other one, with all that it prints added to a file. */
  public static Program of(List<String> command, Map<String, String> environment, Path log) {
    return start(command, environment, appendTo(log));
  }

  private static Program ofJava(List<String> arguments, Map<String, String> environment) {
    return start(java(arguments), environment, Writer.nullWriter());
  }

  private static Program start(List<String> command, Map<String, String> environment, Writer log) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new Program(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The lines up to one that contains this. The program never waits for a reader of what comes
   * after them.
   */
  public List<String> readUntil(String sign) {
    var lines = new ArrayList<String>();
    var impatience = CompletableFuture.delayedExecutor(START_TIMEOUT_MINUTES, TimeUnit.MINUTES);
    var started = new AtomicBoolean();
    impatience.execute(() -> killUnless(started));
    try {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        log.append(line).append('\n');
        if (line.contains(sign)) {
          started.set(true);
          drainOutput();
          return lines;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("It has ended: " + String.join("\n", lines));
  }

  /** From now on what it prints goes to its log, and it never waits for a reader. */
  public void drainOutput() {
    var reader = new Thread(this::drain, "drain");
    reader.setDaemon(true);
    reader.start();
  }

  /** The processor time of all its threads so far; systems count it in hundredths of a second. */
  public Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  /** The most memory of the machine that it has had; not a number where the system is no Linux. */
  public double peakResidentMebibytes() {
    return readMebibytes("VmHWM:");
  }

  /** What it has of it now. */
  public double currentResidentMebibytes() {
    return readMebibytes("VmRSS:");
  }

  public long pid() {
    return process.pid();
  }

  /** SIGKILL: no hook runs, nothing is cleaned up. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** SIGTERM, and returns at once. */
  public void terminate() {
    process.destroy();
  }

  /** Returns when it has ended, with the exit code. */
  public int awaitExit() {
    try {
      if (!process.waitFor(EXIT_TIMEOUT_SECONDS, SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("It does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks it to end, by the end of its input and by a signal. */
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
    } catch (IOException elsewhere) {
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
      // Java closes the output of a process that ends.
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
