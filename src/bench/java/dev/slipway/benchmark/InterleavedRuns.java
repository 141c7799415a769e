package dev.slipway.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Has contestants take turns, so that whatever else the machine does meets all of them. The first
 * rounds don't count: a JVM compiles what it runs.
 */
public final class InterleavedRuns<T> {
  private static final int ROUNDS =
      Integer.parseInt(System.getenv().getOrDefault("SLIPWAY_BENCHMARK_ROUNDS", "5"));

  private final int warmUps;
  private final Map<String, Callable<T>> variants = new LinkedHashMap<>();

  public InterleavedRuns(int warmUps) {
    this.warmUps = warmUps;
  }

  public InterleavedRuns<T> with(String name, Callable<T> contestant) {
    variants.put(name, contestant);
    return this;
  }

  /** What each measured, by name. */
  public Map<String, List<T>> run() throws Exception {
    var results = new LinkedHashMap<String, List<T>>();
    for (var round = -warmUps; round < ROUNDS; round++) {
      for (var contestant : variants.entrySet()) {
        var result = contestant.getValue().call();
        if (round >= 0) {
          results.computeIfAbsent(contestant.getKey(), name -> new ArrayList<>()).add(result);
        }
      }
    }
    return results;
  }
}
