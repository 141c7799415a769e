package dev.slipway.media.sandbox;

import java.util.ArrayList;
import java.util.List;

/**
 * The command line that runs a program with limits. A shell between the application and the program
 * reads from a pipe that only the JVM holds open. When the JVM closes the pipe or ends, even by
 * SIGKILL, the shell kills the program's process group.
 */
final class SandboxCommand {
  /** Starts its arguments, which begin with a session of their own, and kills it at the end. */
  private static final String SUPERVISOR =
      """
      trap '' HUP INT TERM
      exec 3<&0 </dev/null
      "$@" 3<&- &
      program=$!
      { read -r _ <&3; kill -KILL "-$program" || kill -KILL "$program"; } >/dev/null 2>&1 &
      watcher=$!
      exec 3<&-
      wait "$program"
      code=$?
      { kill -KILL "-$program"; kill -KILL "$watcher"; } 2>/dev/null
      exit "$code"
      """;

  /**
   * Asks Linux to end the program before the application when memory runs out, sets limits, and
   * runs the program. A limit that the shell or the system does not know is skipped. dash names the
   * number of processes -p, other shells -u; theirs is another limit that can't be changed.
   */
  private static final String LIMITS =
      """
      {
        echo 1000 >/proc/self/oom_score_adj
        ulimit -c 0
        ulimit -t "$1"
        ulimit -v "$2"
        ulimit -f "$3"
        ulimit -n "$4"
        [ -z "$5" ] || ulimit -p "$5" || ulimit -u "$5"
      } 2>/dev/null
      shift 5
      env -i "$@"
      exit $?
      """;

  private static final String NEW_SESSION = "use POSIX; POSIX::setsid(); exec @ARGV";
  private static final int KIBIBYTE = 1024;

  /** POSIX counts the size of files in blocks of 512 bytes. */
  private static final int FILE_BLOCK = 512;

  private SandboxCommand() {}

  /** Returns the command line of a run. */
  static List<String> of(ProgramRun run, Confinement confinement) {
    var command = new ArrayList<>(List.of("/bin/sh", "-c", SUPERVISOR, "slipway-media"));
    command.addAll(newSession());
    command.addAll(confinement.isolation().prefix());
    command.addAll(List.of("/bin/sh", "-c", LIMITS, "slipway-media"));
    var limits = run.limits();
    command.add(Long.toString(Math.max(1, limits.cpuTime().toSeconds())));
    command.add(Long.toString(limits.memory() / KIBIBYTE));
    command.add(Long.toString(limits.fileSize() / FILE_BLOCK));
    command.add(Integer.toString(limits.openFiles()));
    command.add(confinement.limitsProcesses() ? Integer.toString(limits.processes()) : "");
    if (run.libraries() != null) {
      command.add("LD_LIBRARY_PATH=" + run.libraries());
      command.add("DYLD_LIBRARY_PATH=" + run.libraries());
    }
    command.addAll(run.command());
    return command;
  }

  private static List<String> newSession() {
    return Isolation.findProgram("setsid")
        .map(setsid -> List.of(setsid.toString()))
        .or(
            () ->
                Isolation.findProgram("perl")
                    .map(perl -> List.of(perl.toString(), "-e", NEW_SESSION, "--")))
        .orElse(List.of());
  }
}
