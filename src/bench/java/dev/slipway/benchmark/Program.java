package dev.slipway.benchmark;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Java program in a process of its own, whose processor time counts for nobody else. */
public final class Program implements AutoCloseable {
  private static final long TO_END_SECONDS = 30;

  private final Process process;
  private final BufferedReader output;

  private Program(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  /** A class of the benchmarks, which ends when its standard input does. */
  public static Program of(Class<?> main, String... arguments) {
    var command = Stream.of("-cp", System.getProperty("java.class.path"), main.getName());
    return start(Stream.concat(command, Stream.of(arguments)).toList(), Map.of());
  }

  static Program ofJar(Path jar, Map<String, String> environment) {
    return start(List.of("-jar", jar.toString()), environment);
  }

  private static Program start(List<String> arguments, Map<String, String> environment) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new Program(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The lines up to one that contains this. What comes after them is thrown away, so that the
   * program never waits for a reader.
   */
  public List<String> linesUpTo(String sign) {
    var lines = new ArrayList<String>();
    try {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (line.contains(sign)) {
          drain();
          return lines;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("It has ended: " + String.join("\n", lines));
  }

  /** The processor time of all its threads so far; systems count it in hundredths of a second. */
  public Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  /** Asks it to end, by the end of its input and by a signal. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(1, SECONDS)) {
        process.destroy();
      }
      if (!process.waitFor(TO_END_SECONDS, SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  private void drain() {
    var reader = new Thread(this::readOn, "drain");
    reader.setDaemon(true);
    reader.start();
  }

  private void readOn() {
    try {
      output.transferTo(Writer.nullWriter());
    } catch (IOException ended) {
      // Java closes the output of a process that ends.
    }
  }
}
