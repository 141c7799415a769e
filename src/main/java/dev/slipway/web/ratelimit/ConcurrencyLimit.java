package dev.slipway.web.ratelimit;

import java.util.HashMap;
import java.util.Map;

/** Limits how many things exist at once: in total, and for each key such as an account. */
public sealed class ConcurrencyLimit permits FairShare {
  private final int total;
  private final int perKey;
  private final Map<String, Integer> counts = new HashMap<>();
  private int count;

  public ConcurrencyLimit(int total, int perKey) {
    this.total = total;
    this.perKey = perKey;
  }

  /** Takes a place for this key, or returns false. */
  public final synchronized boolean tryAcquire(String key) {
    if (!hasRoom(key)) {
      return false;
    }
    add(key);
    return true;
  }

  /** Takes a place even if the limit is reached. */
  public final synchronized void add(String key) {
    count++;
    counts.merge(key, 1, Integer::sum);
  }

  public final synchronized void release(String key) {
    count--;
    counts.computeIfPresent(key, (same, old) -> old == 1 ? null : old - 1);
  }

  /** Whether this key gets another place. */
  public synchronized boolean hasRoom(String key) {
    return !isFull() && count(key) < perKey;
  }

  /** Whether no key gets another place. */
  public final synchronized boolean isFull() {
    return count >= total;
  }

  public final synchronized int count() {
    return count;
  }

  public final synchronized int count(String key) {
    return counts.getOrDefault(key, 0);
  }
}
