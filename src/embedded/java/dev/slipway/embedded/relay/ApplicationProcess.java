package dev.slipway.embedded.relay;

import java.util.List;

/**
 * The process of the application, in the process namespace of the relay. Docker starts it again
 * when it has ended.
 *
 * @param argument that only the command line of the application contains
 */
public record ApplicationProcess(String argument) {
  /** The program that the image starts. */
  public static final ApplicationProcess OF_IMAGE = new ApplicationProcess("quarkus-run.jar");

  /** Kills it with SIGKILL, so it can't finish or clean up anything. Returns whether it ran. */
  boolean kill() {
    return ProcessHandle.allProcesses()
        .filter(this::isApplication)
        .map(ProcessHandle::destroyForcibly)
        .reduce(false, Boolean::logicalOr);
  }

  private boolean isApplication(ProcessHandle process) {
    return !process.equals(ProcessHandle.current())
        && List.of(process.info().arguments().orElse(new String[0])).contains(argument);
  }
}
