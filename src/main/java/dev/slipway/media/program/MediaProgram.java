package dev.slipway.media.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that was found and runs.
 *
 * @param libraries the directory of its shared libraries; null if the system has them
 * @param version such as {@code 8.1.2} or {@code 5.1.9-0+deb12u1}
 * @param configuration the options with which it was built
 */
public record MediaProgram(Path executable, Path libraries, String version, String configuration) {
  /** The command line with these arguments. */
  public List<String> command(List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(executable.toString());
    command.addAll(arguments);
    return command;
  }
}
