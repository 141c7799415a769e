package dev.slipway.media.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * A program to run.
 *
 * @param command the program and its arguments
 * @param libraries the directory of its shared libraries; null if the system has them
 * @param directory the working directory
 */
public record ProgramRun(
    List<String> command, Path libraries, Path directory, SandboxLimits limits) {
  public ProgramRun {
    command = List.copyOf(command);
  }
}
