package dev.slipway.web.ratelimit;

/**
 * A limit whose places are shared between keys such as networks. The more places are in use, the
 * fewer one key may have, so some stay free for keys that have none. Of 100 places, of which one
 * key may have 20, five keys get eleven or twelve each, and 44 stay free.
 *
 * <p>A key with the share {@code own} gets another place while {@code own / maxPerKey} is less than
 * {@code free / (total - maxPerKey)}.
 */
public final class FairShare extends ConcurrencyLimit {
  private final int total;
  private final int maxPerKey;

  /**
   * @param maxPerKey places that one key gets while no other key has any. With as many as the
   *     total, keys are not limited
   */
  public FairShare(int total, int maxPerKey) {
    super(total, maxPerKey);
    this.total = total;
    this.maxPerKey = Math.min(maxPerKey, total);
  }

  /** Shares places of which one key gets half, rounded up, while no other key has any. */
  public static FairShare ofHalf(int total) {
    return new FairShare(total, (total + 1) / 2);
  }

  @Override
  public synchronized boolean hasRoom(String key) {
    return !isFull()
        && (long) count(key) * (total - maxPerKey) < (long) (total - count()) * maxPerKey;
  }
}
