package dev.slipway.media.sandbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out which protections are in force, by a program in the sandbox that prints its limits. */
@ApplicationScoped
public class SandboxInspector {
  /** Prints each limit with its option. Shells disagree about the option for processes. */
  private static final String PRINT_LIMITS =
      "for l in t v f n p u; do echo \"$l $(ulimit -$l 2>/dev/null)\"; done";

  private static final int SECONDS = 7;
  private static final int KIBIBYTES = 300 * 1024;
  private static final int FILE_BLOCKS = 14;
  private static final int OPEN_FILES = 37;
  private static final int PROCESSES = 41;
  private static final SandboxLimits LIMITS =
      new SandboxLimits(
          Duration.ofSeconds(8),
          Duration.ofSeconds(SECONDS),
          KIBIBYTES * 1024L,
          FILE_BLOCKS * 512L,
          PROCESSES,
          OPEN_FILES,
          1024);

  private final Sandbox sandbox;
  private final WorkDirectories workDirectories;

  public SandboxInspector(Sandbox sandbox, WorkDirectories workDirectories) {
    this.sandbox = sandbox;
    this.workDirectories = workDirectories;
  }

  /**
   * Returns what is in force.
   *
   * @throws UncheckedIOException if no temporary directory can be created
   */
  public Set<Protection> inForce() {
    var isolation = sandbox.isolation();
    var limits = Sandbox.hasShell() ? limits() : Map.<String, String>of();
    var inForce = EnumSet.noneOf(Protection.class);
    if (is(limits, "v", KIBIBYTES)) {
      inForce.add(Protection.MEMORY);
    }
    if (is(limits, "t", SECONDS)) {
      inForce.add(Protection.PROCESSOR_TIME);
    }
    if (is(limits, "f", FILE_BLOCKS) && is(limits, "n", OPEN_FILES)) {
      inForce.add(Protection.FILES);
    }
    // The kernel does not limit the processes of root.
    if ((is(limits, "p", PROCESSES) || is(limits, "u", PROCESSES))
        && !"root".equals(System.getProperty("user.name"))) {
      inForce.add(Protection.PROCESSES);
    }
    if (isolation != Isolation.NONE) {
      inForce.add(Protection.NETWORK);
    }
    if (isolation == Isolation.USER_NAMESPACE) {
      inForce.add(Protection.ISOLATION);
    }
    return inForce;
  }

  private Map<String, String> limits() {
    var limits = new HashMap<String, String>();
    try (var directory = workDirectories.create()) {
      var command = List.of("/bin/sh", "-c", PRINT_LIMITS);
      var result = sandbox.run(new ProgramRun(command, null, directory.path(), LIMITS));
      result
          .outputText()
          .lines()
          .map(line -> line.split(" ", 2))
          .filter(words -> words.length == 2)
          .forEach(words -> limits.put(words[0], words[1]));
    }
    return limits;
  }

  private static boolean is(Map<String, String> limits, String option, int expected) {
    return Integer.toString(expected).equals(limits.get(option));
  }
}
