package dev.slipway.uploads.multipart;

/**
 * How a file is cut into parts: all parts have the same size, except that the last one holds the
 * rest.
 *
 * @param size of the file, in bytes
 * @param partSize of every part but the last, in bytes
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">Amazon S3
 *     multipart upload limits</a>
 */
public record PartPlan(long size, long partSize) {
  public static final int MAX_PARTS = 10_000;
  public static final long MIN_PART_SIZE = 5L << 20;
  public static final long MAX_PART_SIZE = 5L << 30;
  private static final long MIB = 1L << 20;

  public PartPlan {
    if (partSize < MIN_PART_SIZE || partSize > MAX_PART_SIZE) {
      throw new IllegalArgumentException("A part must be from 5 MiB to 5 GiB, not " + partSize);
    }
    if (size < 1 || count(size, partSize) > MAX_PARTS) {
      throw new IllegalArgumentException("A file must have from 1 to 10,000 parts");
    }
  }

  /**
   * Returns a plan with parts of the default size, or of the smallest number of whole MiB with
   * which 10,000 parts suffice.
   */
  public static PartPlan of(long size, long defaultPartSize) {
    var needed = (size + MAX_PARTS - 1) / MAX_PARTS;
    var wholeMib = (needed + MIB - 1) / MIB * MIB;
    return new PartPlan(size, Math.max(defaultPartSize, wholeMib));
  }

  public int count() {
    return (int) count(size, partSize);
  }

  /** Whether the plan has a part of this number, counted from 1. */
  boolean contains(int number) {
    return number >= 1 && number <= count();
  }

  /** Returns the bytes of a part, by its number from 1. */
  public long sizeOf(int number) {
    return Math.min(partSize, size - (number - 1) * partSize);
  }

  private static long count(long size, long partSize) {
    return (size + partSize - 1) / partSize;
  }
}
