package dev.slipway.embedded.relay;

import java.util.concurrent.ThreadFactory;

/** Creates the threads of the relay, which never keep the process alive. */
final class DaemonThreads {
  private DaemonThreads() {}

  static ThreadFactory named(String name) {
    return work -> {
      var thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
