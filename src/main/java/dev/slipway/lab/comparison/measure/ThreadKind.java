package dev.slipway.lab.comparison.measure;

import java.util.List;

/** The purpose of a thread of this process. */
enum ThreadKind {
  /** A client of the comparison, or the run itself. */
  CLIENT,
  /** The embedded store and the relay in front of it, which run in the same process. */
  EMBEDDED_STORE,
  /** Everything else: event loops, workers, the SFTP server and the clients of the store. */
  APPLICATION;

  private static final String RUN_THREAD = "lab-comparison";

  /** As S3Proxy's web server, the embedded services and their relay name their threads. */
  private static final List<String> STORE_THREADS =
      List.of("S3Proxy", "qtp", "slipway-embedded", "slipway-relay");

  static ThreadKind of(Thread thread, ThreadGroup clients) {
    var group = thread.getThreadGroup();
    if (group != null && clients.parentOf(group) || thread.getName().equals(RUN_THREAD)) {
      return CLIENT;
    }
    return STORE_THREADS.stream().anyMatch(thread.getName()::startsWith)
        ? EMBEDDED_STORE
        : APPLICATION;
  }
}
