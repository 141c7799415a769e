package dev.slipway.web.ratelimit;

import java.util.HashMap;
import java.util.Map;

/**
 * Limits how many things exist at once, and shares the places between keys such as networks. The
 * more places are in use, the fewer one key may have, so some stay free for keys that have none. Of
 * 100 places, of which one key may have 20, five keys get eleven each, and 44 stay free.
 *
 * <p>A key with the share {@code own} gets another place while {@code own / maxPerKey} is less than
 * {@code free / (total - maxPerKey)}.
 */
public final class FairShare {
  private final int total;
  private final int maxPerKey;
  private final Map<String, Integer> counts = new HashMap<>();
  private int count;

  /**
   * @param maxPerKey places that one key gets while no other key has any. With as many as the
   *     total, keys are not limited
   */
  public FairShare(int total, int maxPerKey) {
    this.total = total;
    this.maxPerKey = Math.min(maxPerKey, total);
  }

  /** Shares places of which one key gets half, rounded up, while no other key has any. */
  public static FairShare ofHalf(int total) {
    return new FairShare(total, (total + 1) / 2);
  }

  /** Takes a place for this key, or returns false. */
  public synchronized boolean tryAcquire(String key) {
    if (!hasRoom(key)) {
      return false;
    }
    add(key);
    return true;
  }

  /** Takes a place whether or not there is one. */
  public synchronized void add(String key) {
    count++;
    counts.merge(key, 1, Integer::sum);
  }

  public synchronized void release(String key) {
    count--;
    counts.computeIfPresent(key, (same, old) -> old == 1 ? null : old - 1);
  }

  public synchronized boolean hasRoom(String key) {
    return !isFull()
        && (long) count(key) * (total - maxPerKey) < (long) (total - count) * maxPerKey;
  }

  /** Whether no key gets another place. */
  public synchronized boolean isFull() {
    return count >= total;
  }

  public synchronized int count() {
    return count;
  }

  public synchronized int count(String key) {
    return counts.getOrDefault(key, 0);
  }
}
