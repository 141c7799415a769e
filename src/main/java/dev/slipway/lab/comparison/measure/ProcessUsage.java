package dev.slipway.lab.comparison.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The use of processor time and memory by the threads of this process so far. Two of them, before
 * and after a measurement, give its cost. A thread that ends in between is missing; its processor
 * time is then part of the Java runtime's.
 */
public final class ProcessUsage {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final double NANOS_PER_SECOND = 1e9;

  private final long processNanos;
  private final Map<Long, ThreadUsage> threads = new HashMap<>();

  private record ThreadUsage(ThreadKind kind, long nanos, long allocatedBytes) {}

  /**
   * The use during a measurement, in seconds of processor time.
   *
   * @param allocatedBytes of the application's threads
   * @param runtimeSeconds of the garbage collector and the compiler, for all of them
   */
  public record Difference(
      double applicationSeconds,
      double clientSeconds,
      double storeSeconds,
      double runtimeSeconds,
      long allocatedBytes) {}

  private ProcessUsage(ThreadGroup clients) {
    processNanos = SYSTEM.getProcessCpuTime();
    for (var thread : liveThreads()) {
      var nanos = THREADS.getThreadCpuTime(thread.getId());
      if (nanos >= 0) {
        threads.put(
            thread.getId(),
            new ThreadUsage(
                ThreadKind.of(thread, clients),
                nanos,
                THREADS.getThreadAllocatedBytes(thread.getId())));
      }
    }
  }

  /**
   * @param clients the group of all threads of clients
   */
  public static ProcessUsage now(ThreadGroup clients) {
    return new ProcessUsage(clients);
  }

  /** Returns the use from then to this moment. */
  public Difference since(ProcessUsage before) {
    var nanos = new EnumMap<ThreadKind, Long>(ThreadKind.class);
    var allocated = 0L;
    for (var entry : threads.entrySet()) {
      var now = entry.getValue();
      var then = before.threads.get(entry.getKey());
      nanos.merge(now.kind(), now.nanos() - (then == null ? 0 : then.nanos()), Long::sum);
      if (now.kind() == ThreadKind.APPLICATION) {
        allocated += now.allocatedBytes() - (then == null ? 0 : then.allocatedBytes());
      }
    }
    var all = nanos.values().stream().mapToLong(Long::longValue).sum();
    return new Difference(
        seconds(nanos, ThreadKind.APPLICATION),
        seconds(nanos, ThreadKind.CLIENT),
        seconds(nanos, ThreadKind.EMBEDDED_STORE),
        Math.max(0, processNanos - before.processNanos - all) / NANOS_PER_SECOND,
        allocated);
  }

  private static double seconds(Map<ThreadKind, Long> nanos, ThreadKind kind) {
    return nanos.getOrDefault(kind, 0L) / NANOS_PER_SECOND;
  }

  /** Without stack traces, for which the process would have to stop. */
  private static Thread[] liveThreads() {
    var root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    var found = new Thread[root.activeCount() * 2];
    var count = root.enumerate(found);
    return Arrays.copyOf(found, count);
  }
}
