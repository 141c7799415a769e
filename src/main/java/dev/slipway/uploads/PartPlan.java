package dev.slipway.uploads;

/**
 * How a file is cut: parts of one size, and a last one with the rest.
 *
 * @param size of the file, in bytes
 * @param partSize of every part but the last, in bytes
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">Amazon S3
 *     multipart upload limits</a>
 */
record PartPlan(long size, long partSize) {
  static final int MOST_PARTS = 10_000;
  static final long SMALLEST_PART = 5L << 20;
  static final long LARGEST_PART = 5L << 30;
  private static final long MIB = 1L << 20;

  PartPlan {
    if (partSize < SMALLEST_PART || partSize > LARGEST_PART) {
      throw new IllegalArgumentException("A part has from 5 MiB to 5 GiB, not " + partSize);
    }
    if (size < 1 || count(size, partSize) > MOST_PARTS) {
      throw new IllegalArgumentException("A file has from 1 to 10,000 parts");
    }
  }

  /** Parts of the usual size, or of so many whole MiB that 10,000 suffice. */
  static PartPlan of(long size, long usual) {
    var needed = (size + MOST_PARTS - 1) / MOST_PARTS;
    var wholeMib = (needed + MIB - 1) / MIB * MIB;
    return new PartPlan(size, Math.max(usual, wholeMib));
  }

  int count() {
    return (int) count(size, partSize);
  }

  boolean has(int number) {
    return number >= 1 && number <= count();
  }

  /** Bytes of the part of this number, from 1. */
  long sizeOf(int number) {
    return Math.min(partSize, size - (number - 1) * partSize);
  }

  private static long count(long size, long partSize) {
    return (size + partSize - 1) / partSize;
  }
}
