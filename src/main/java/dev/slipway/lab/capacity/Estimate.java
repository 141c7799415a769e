package dev.slipway.lab.capacity;

import dev.slipway.uploads.multipart.PartPlan;

/** The formulas of the calculator. A month has 30 days, and rates are averages. */
final class Estimate {
  static final double DAY_SECONDS = 86_400;
  static final double MONTH_DAYS = 30;
  static final double GIB = 1 << 30;
  static final double MIB = 1 << 20;

  /** The default of SLIPWAY_UPLOADS_PARTS_FROM. */
  static final double PARTS_FROM = 64 * MIB;

  /**
   * The most URLs of parts that the browser client requests at once. The first part is requested
   * alone, and batches may be smaller.
   */
  static final int SIGNING_BATCH = 16;

  /** Parts in one response of the store to ListParts. */
  static final int LISTED_PARTS = 1_000;

  /** Rows of an upload: upload, reservation, video, notification and two audit entries. */
  static final int ROWS_OF_UPLOAD = 6;

  /** The default of SLIPWAY_NOTIFICATIONS_KEEP, in days. */
  static final double NOTIFICATION_DAYS = 30;

  /** Writes and reads per second of one prefix, before S3 divides it. */
  static final double PREFIX_WRITES = 3_500;

  static final double PREFIX_READS = 5_500;

  /** HEAD requests for a file: the completion and the notification each check the key. */
  static final int HEADS_OF_UPLOAD = 2;

  /**
   * GET requests for a file: whichever check writes the row reads the first 16 KiB before. The
   * ranges that a worker reads to probe the file are left out, because their number depends on the
   * file.
   */
  static final int GETS_OF_UPLOAD = 1;

  static final int READS_OF_UPLOAD = HEADS_OF_UPLOAD + GETS_OF_UPLOAD;

  /** {@link #READS_OF_UPLOAD} in the formula of a figure. */
  static final String READS_FORMULA =
      "(%d HEAD + %d GET)".formatted(HEADS_OF_UPLOAD, GETS_OF_UPLOAD);

  private static final double GB = 1e9;
  private static final double BITS = 8;

  private final Inputs in;

  Estimate(Inputs in) {
    this.in = in;
  }

  // --- Volume ---

  double bitsPerSecond() {
    return in.volume() == Volume.HOURS
        ? in.get(Input.HOURS) * 3600 / 60 * bitRate()
        : bytesPerDay() * BITS / DAY_SECONDS;
  }

  double bytesPerSecond() {
    return bitsPerSecond() / BITS;
  }

  double bytesPerDay() {
    return in.volume() == Volume.HOURS
        ? bytesPerSecond() * DAY_SECONDS
        : filesPerDay() * fileSize();
  }

  double filesPerDay() {
    return in.volume() == Volume.HOURS
        ? bytesPerDay() / fileSize()
        : in.get(Input.USERS) * in.get(Input.SHARE) / 100;
  }

  double filesPerSecond() {
    return filesPerDay() / DAY_SECONDS;
  }

  double fileSize() {
    return in.volume() == Volume.HOURS
        ? in.get(Input.LENGTH) * 60 * bitRate() / BITS
        : in.get(Input.SIZE) * 1e6;
  }

  double hoursPerMinute() {
    return bitsPerSecond() / bitRate() * 60 / 3600;
  }

  double secondsOfFile() {
    return fileSize() * BITS / bitRate();
  }

  // --- Parts and requests ---

  boolean isMultipart() {
    return fileSize() >= PARTS_FROM;
  }

  /** The size that the product would use: larger than asked if 10,000 parts don't suffice. */
  double partSize() {
    return plan().partSize();
  }

  double partsOfFile() {
    return isMultipart() ? plan().count() : 1;
  }

  double partsPerSecond() {
    return isMultipart() ? bytesPerSecond() / partSize() : filesPerSecond();
  }

  /** The smallest possible number: batches may be smaller than their maximum. */
  double signingRequests() {
    return isMultipart() ? 1 + Math.ceil((partsOfFile() - 1) / SIGNING_BATCH) : 0;
  }

  /** Requests to the application: open, sign parts, complete, and the store's notification. */
  double requestsOfFile() {
    return 3 + signingRequests();
  }

  /** Requests to the store at the price of PUT: begin, parts, list of parts, complete. */
  double writesOfFile() {
    return isMultipart() ? partsOfFile() + 2 + Math.ceil(partsOfFile() / LISTED_PARTS) : 1;
  }

  double writesPerSecond() {
    return writesOfFile() * filesPerSecond();
  }

  double writesPerMonth() {
    return writesOfFile() * filesPerDay() * MONTH_DAYS;
  }

  double viewsPerMonth() {
    return in.get(Input.VIEWERS) * DAY_SECONDS * MONTH_DAYS / secondsOfFile();
  }

  double readsPerSecond() {
    return readsPerMonth() / MONTH_DAYS / DAY_SECONDS;
  }

  double readsPerMonth() {
    return READS_OF_UPLOAD * filesPerDay() * MONTH_DAYS + viewsPerMonth() * in.get(Input.GETS);
  }

  // --- Database ---

  double signedPartsOfFile() {
    return isMultipart() ? partsOfFile() : 0;
  }

  double rowsPerDay() {
    return filesPerDay() * (ROWS_OF_UPLOAD + signedPartsOfFile());
  }

  /** Parts are deleted after a day, notifications after 30; the other rows stay. */
  double rowsKept() {
    var days = in.get(Input.RETENTION);
    return filesPerDay()
        * ((ROWS_OF_UPLOAD - 1) * days + Math.min(days, NOTIFICATION_DAYS) + signedPartsOfFile());
  }

  // --- Storage and viewers ---

  double storedBytes() {
    return bytesPerDay() * in.get(Input.RETENTION);
  }

  double bitsToViewers() {
    return in.get(Input.VIEWERS) * bitRate();
  }

  double bytesOutPerMonth() {
    return bitsToViewers() / BITS * DAY_SECONDS * MONTH_DAYS;
  }

  double bytesInPerMonth() {
    return bytesPerDay() * MONTH_DAYS;
  }

  // --- Cost per month ---

  double storageCost() {
    return storedBytes() / GB * in.get(Input.STORAGE_PRICE);
  }

  double writeCost() {
    return writesPerMonth() / 1000 * in.get(Input.PUT_PRICE);
  }

  double readCost() {
    return readsPerMonth() / 1000 * in.get(Input.GET_PRICE);
  }

  double outCost() {
    return bytesOutPerMonth() / GB * in.get(Input.OUT_PRICE);
  }

  double storeCost() {
    return storageCost() + writeCost() + readCost() + outCost();
  }

  double cores(double cpuSecondsPerGib) {
    return bytesPerSecond() / GIB * cpuSecondsPerGib;
  }

  /**
   * Servers for the processors or for the network, whichever needs more.
   *
   * @param bitsPerSecond in each direction
   */
  double servers(double cpuSecondsPerGib, double bitsPerSecond) {
    var forProcessors = cores(cpuSecondsPerGib) / in.get(Input.SERVER_CORES);
    var forNetwork = bitsPerSecond / (in.get(Input.SERVER_NETWORK) * 1e9);
    return Math.ceil(Math.max(forProcessors, forNetwork));
  }

  double serverCost(double servers) {
    return servers
        * in.get(Input.SERVER_CORES)
        * in.get(Input.CORE_PRICE)
        * DAY_SECONDS
        / 3600
        * MONTH_DAYS;
  }

  double sftpCost() {
    return in.get(Input.SFTP_HOUR_PRICE) * 24 * MONTH_DAYS
        + bytesInPerMonth() / GB * in.get(Input.SFTP_GB_PRICE);
  }

  private double bitRate() {
    return in.get(Input.BITRATE) * 1e6;
  }

  private PartPlan plan() {
    return PartPlan.of(Math.max(1, (long) fileSize()), (long) (in.get(Input.PART) * MIB));
  }
}
