package dev.slipway.lab.uploads;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The cost of one upload for the application. Its calls follow one another, each on one thread.
 *
 * <p>Processor time is that of the worker threads: writing to the disk, hashing, encoding and
 * sending to the store. The event loops, which read the body from the network, serve other requests
 * at the same time and are not counted.
 */
final class TransferCost {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private long receivedBytes;
  private long sentBytes;
  private long processorNanos;

  /** Work that is measured. */
  interface Work<T> {
    T run();
  }

  <T> T measure(Work<T> work) {
    var start = threadNanos();
    try {
      return work.run();
    } finally {
      processorNanos += threadNanos() - start;
    }
  }

  void received(long bytes) {
    receivedBytes += bytes;
  }

  void sent(long bytes) {
    sentBytes += bytes;
  }

  long receivedBytes() {
    return receivedBytes;
  }

  long sentBytes() {
    return sentBytes;
  }

  long processorNanos() {
    return processorNanos;
  }

  /** Some platforms don't measure it. */
  private static long threadNanos() {
    return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : 0;
  }
}
