package dev.slipway.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Runs variants in turns, so that other load on the machine affects all of them. Warm-up rounds
 * don't count, because the JVM compiles code in them.
 */
public final class InterleavedRuns<T> {
  private static final int ROUNDS =
      Integer.parseInt(System.getenv().getOrDefault("SLIPWAY_BENCHMARK_ROUNDS", "5"));

  private final int warmUps;
  private final Map<String, Callable<T>> variants = new LinkedHashMap<>();

  public InterleavedRuns(int warmUps) {
    this.warmUps = warmUps;
  }

  public InterleavedRuns<T> with(String name, Callable<T> variant) {
    variants.put(name, variant);
    return this;
  }

  /** Returns the results of each variant by name. */
  public Map<String, List<T>> run() throws Exception {
    var results = new LinkedHashMap<String, List<T>>();
    for (var round = -warmUps; round < ROUNDS; round++) {
      for (var variant : variants.entrySet()) {
        var result = variant.getValue().call();
        if (round >= 0) {
          results.computeIfAbsent(variant.getKey(), name -> new ArrayList<>()).add(result);
        }
      }
    }
    return results;
  }
}
