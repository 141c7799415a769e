package dev.slipway.testing;

import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A shell script that is documented in docs/curl.md or README.md. */
public record DocumentedScript(String script) {
  private static final Path DOCUMENT = Path.of("docs", "curl.md");
  private static final Pattern SCRIPT =
      Pattern.compile(
          "^```sh\\n(#!/bin/sh\\n# (\\S+) .*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Path README = Path.of("README.md");
  private static final Pattern README_SCRIPT =
      Pattern.compile("^```sh\\n(app=\\S+\\n.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final int TIMEOUT_MINUTES = 3;

  /**
   * @param name the file name in its first comment, such as {@code put.sh}
   */
  public static DocumentedScript of(String name) throws IOException {
    return SCRIPT
        .matcher(Files.readString(DOCUMENT))
        .results()
        .filter(found -> found.group(2).equals(name))
        .map(found -> new DocumentedScript(found.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(DOCUMENT + " has no script " + name));
  }

  /**
   * The commands of README.md that need the application, with the address of the one under test.
   */
  public static DocumentedScript ofReadme() throws IOException {
    var found = README_SCRIPT.matcher(Files.readString(README));
    if (!found.find()) {
      throw new AssertionError(README + " has no script");
    }
    return new DocumentedScript(found.group(1).replaceFirst("^app=\\S+", "app=\\$SLIPWAY"));
  }

  /** Returns whether this machine has the programs that the scripts need. */
  public static boolean isSupported() {
    return Stream.of("sh", "curl", "jq", "openssl")
        .allMatch(program -> SystemPath.find(program).isPresent());
  }

  /** Runs the script with a file, in its directory, against the application under test. */
  public Result run(String token, Path file) throws IOException, InterruptedException {
    return run("http://127.0.0.1:" + RestAssured.port, token, file);
  }

  /** Runs the script with a file, against the application at an address. */
  public Result run(String address, String token, Path file)
      throws IOException, InterruptedException {
    return run(address, token, file.toAbsolutePath().getParent(), List.of(file.toString()));
  }

  /** Runs the script with arguments, against the application under test. */
  public Result runWith(String token, String... arguments)
      throws IOException, InterruptedException {
    var directory = Path.of("").toAbsolutePath();
    return run("http://127.0.0.1:" + RestAssured.port, token, directory, List.of(arguments));
  }

  private Result run(String address, String token, Path directory, List<String> arguments)
      throws IOException, InterruptedException {
    var output = Files.createTempFile("slipway-recipe", ".out");
    var errors = Files.createTempFile("slipway-recipe", ".err");
    try {
      var command =
          new ProcessBuilder(
              Stream.concat(Stream.of("sh", "-c", script, "recipe"), arguments.stream()).toList());
      command.environment().put("SLIPWAY", address);
      command.environment().put("SLIPWAY_TOKEN", token);
      command.directory(directory.toFile());
      var process = command.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
      if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  /** The result of a run. */
  public record Result(int status, String output, String errors) {
    /** Returns the output, and fails if the script did. */
    public String requireOutput() {
      if (status != 0) {
        throw new AssertionError("The script ended with " + status + ": " + errors);
      }
      return output;
    }
  }
}
