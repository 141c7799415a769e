package dev.slipway.media.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How much of the system a program can see. In a user namespace of its own it can read neither the
 * environment nor the memory of the application, in a network namespace it reaches no network, and
 * the end of a process namespace ends all processes in it. None of them hides the files that the
 * user of the application can read.
 */
enum Isolation {
  /** Without privileges, where the kernel allows user namespaces. */
  USER_NAMESPACE(List.of("-U", "-n", "-p", "-f", "--kill-child", "--")),

  /** For an application with the capability CAP_SYS_ADMIN, where user namespaces are forbidden. */
  NETWORK_NAMESPACE(List.of("-n", "-p", "-f", "--kill-child", "--")),

  /** The usual case in containers. */
  NONE(List.of());

  private static final List<Path> PROGRAM_DIRECTORIES =
      List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));

  private final List<String> arguments;

  Isolation(List<String> arguments) {
    this.arguments = arguments;
  }

  /**
   * Finds the strongest one that works here.
   *
   * @param works whether a command that begins with these words runs
   */
  static Isolation detect(Predicate<List<String>> works) {
    for (var isolation : List.of(USER_NAMESPACE, NETWORK_NAMESPACE)) {
      var prefix = isolation.prefix();
      if (!prefix.isEmpty() && works.test(prefix)) {
        return isolation;
      }
    }
    return NONE;
  }

  /** The words before a command; none if there is no isolation or no program for it. */
  List<String> prefix() {
    return arguments.isEmpty()
        ? List.of()
        : findProgram("unshare").map(this::commandOf).orElse(List.of());
  }

  /** Finds a program of the system, without a search along PATH. */
  static Optional<Path> findProgram(String name) {
    return PROGRAM_DIRECTORIES.stream()
        .map(directory -> directory.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private List<String> commandOf(Path unshare) {
    var command = new ArrayList<String>();
    command.add(unshare.toString());
    command.addAll(arguments);
    return command;
  }
}
