package dev.slipway.admin.dashboard;

import java.util.Map;
import java.util.TreeMap;

/**
 * How long it took from the object in the store to the row in the catalogue. A bucket {@code b}
 * ends at 2<sup>b/8</sup> milliseconds, so a percentile is at most 9.1% too large.
 */
final class LagHistogram {
  private static final double BUCKETS_PER_DOUBLING = 8;

  private final TreeMap<Integer, Long> counts = new TreeMap<>();

  void add(int bucket, long videos) {
    counts.merge(bucket, videos, Long::sum);
  }

  void addAll(LagHistogram other) {
    other.counts.forEach(this::add);
  }

  /** Returns the percentiles; null if there is no video. */
  Lag summarize() {
    var videos = counts.values().stream().mapToLong(Long::longValue).sum();
    return videos <= 0
        ? null
        : new Lag(percentile(0.5, videos), percentile(0.95, videos), percentile(0.99, videos));
  }

  private long percentile(double share, long videos) {
    var rank = Math.max(1, (long) Math.ceil(share * videos));
    var seen = 0L;
    for (Map.Entry<Integer, Long> bucket : counts.entrySet()) {
      seen += bucket.getValue();
      if (seen >= rank) {
        return Math.round(Math.pow(2, bucket.getKey() / BUCKETS_PER_DOUBLING));
      }
    }
    throw new IllegalStateException("The counts of the buckets are not positive");
  }

  /**
   * From the object in the store to the row in the catalogue, in milliseconds: half of the videos,
   * 95% and 99% were not slower, up to the error of {@link LagHistogram}.
   */
  public record Lag(long p50Millis, long p95Millis, long p99Millis) {}
}
