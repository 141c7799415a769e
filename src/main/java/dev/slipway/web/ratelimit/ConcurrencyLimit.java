package dev.slipway.web.ratelimit;

import java.util.HashMap;
import java.util.Map;

/** Limits how many things exist at once: in total, and for each key such as an account. */
public final class ConcurrencyLimit {
  private final int total;
  private final int perKey;
  private final Map<String, Integer> counts = new HashMap<>();
  private int count;

  public ConcurrencyLimit(int total, int perKey) {
    this.total = total;
    this.perKey = perKey;
  }

  public synchronized boolean tryAcquire(String key) {
    if (count >= total || count(key) >= perKey) {
      return false;
    }
    count++;
    counts.merge(key, 1, Integer::sum);
    return true;
  }

  public synchronized void release(String key) {
    count--;
    counts.computeIfPresent(key, (same, old) -> old == 1 ? null : old - 1);
  }

  public synchronized int count() {
    return count;
  }

  public synchronized int count(String key) {
    return counts.getOrDefault(key, 0);
  }
}
