package dev.slipway.catalogue.hls;

/**
 * The bit rates by which a player chooses a rendition.
 *
 * @param peak bits per second of the largest segment; at least the average
 * @param average bits per second of the whole file
 * @param targetDuration the longest segment in whole seconds, rounded up
 */
record Bandwidth(long peak, long average, int targetDuration) {
  /** RFC 8216, 4.3.4.2, leaves out segments that are much shorter than the others. */
  private static final double MIN_SHARE = 0.5;

  static Bandwidth of(Rendition rendition) {
    var segments = rendition.segmentList();
    var longest = segments.stream().mapToDouble(rendition::seconds).max().orElse(1);
    var peak =
        segments.stream()
            .filter(segment -> rendition.seconds(segment) >= longest * MIN_SHARE)
            .mapToDouble(segment -> segment.size() * Byte.SIZE / rendition.seconds(segment))
            .max()
            .orElse(0);
    var seconds = segments.stream().mapToDouble(rendition::seconds).sum();
    var bits = (double) segments.stream().mapToLong(segment -> segment.size()).sum() * Byte.SIZE;
    var average = Math.round(bits / seconds);
    return new Bandwidth(
        Math.max((long) Math.ceil(peak), average), average, (int) Math.ceil(longest));
  }
}
