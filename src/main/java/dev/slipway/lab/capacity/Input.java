package dev.slipway.lab.capacity;

import java.util.Locale;

/** The numbers that people can change, each with the source of its default. */
public enum Input {
  HOURS(
      "Video uploaded per minute",
      "hours",
      500,
      0.001,
      1_000_000,
      "Assumption of the size of YouTube: 500 hours have been reported since 2019, and YouTube"
          + " publishes no number of hours today."),
  LENGTH(
      "Length of a video",
      "minutes",
      5,
      0.01,
      1_440,
      "Assumption: at 8 Mbit/s, five minutes are the 300 MB of the textbook case. YouTube’s 20 million videos per day (2025) would be 2.2 minutes."),
  USERS(
      "People who use the service per day",
      "people",
      5_000_000,
      1,
      10_000_000_000d,
      "Textbook case, ‘Design YouTube’ in Alex Xu’s System Design Interview: 5 million.",
      Addresses.TEXTBOOK),
  SHARE(
      "Share of them who upload one video per day",
      "%",
      10,
      0.0001,
      100,
      "Textbook case: 10%.",
      Addresses.TEXTBOOK),
  SIZE("Size of a file", "MB", 300, 0.001, 5_000_000, "Textbook case: 300 MB.", Addresses.TEXTBOOK),
  BITRATE(
      "Bit rate of the video",
      "Mbit/s",
      8,
      0.01,
      1_000,
      "YouTube recommends for uploads: 8 for 1080p at 30 frames per second, 35 to 45 for 2160p.",
      "https://support.google.com/youtube/answer/1722171"),
  PART(
      "Size of a part",
      "MiB",
      16,
      5,
      5_120,
      "Default of SLIPWAY_UPLOADS_PART_SIZE. S3 requires 5 MiB to 5 GiB."),
  VIEWERS(
      "Viewers at the same time",
      "people",
      41_666_667,
      0,
      10_000_000_000d,
      "YouTube, 2017: one billion hours watched per day, divided by 24. Textbook case: five videos"
          + " for each person and day, here of five minutes, are 86,806.",
      "https://mybroadband.co.za/news/internet/200696-1-billion-hours-of-youtube-watched-every-day.html"),
  GETS(
      "GET requests for each view",
      "requests",
      3,
      1,
      10_000,
      "Assumption: a player reads the start, the index at the end, and seeks once."),
  RETENTION(
      "Retention",
      "days",
      365,
      1,
      36_500,
      "Assumption: the calculator shows the state after one year."),
  STORAGE_PRICE(
      "S3, storage",
      "$ per GB and month",
      0.023,
      0,
      1_000,
      "S3 Standard, first 50 TB, us-east-1.",
      Addresses.S3_PRICES),
  PUT_PRICE(
      "S3, PUT, POST and LIST",
      "$ per 1,000 requests",
      0.005,
      0,
      1_000,
      "S3 Standard, us-east-1.",
      Addresses.S3_PRICES),
  GET_PRICE(
      "S3, GET and HEAD",
      "$ per 1,000 requests",
      0.0004,
      0,
      1_000,
      "S3 Standard, us-east-1.",
      Addresses.S3_PRICES),
  OUT_PRICE(
      "S3, transfer to the internet",
      "$ per GB",
      0.09,
      0,
      1_000,
      "First 10 TB per month, us-east-1. Transfer to S3 is free.",
      Addresses.S3_PRICES),
  SFTP_HOUR_PRICE(
      "Managed SFTP, endpoint",
      "$ per hour",
      0.30,
      0,
      1_000,
      "AWS Transfer Family, one protocol.",
      Addresses.SFTP_PRICES),
  SFTP_GB_PRICE(
      "Managed SFTP, transfer",
      "$ per GB",
      0.04,
      0,
      1_000,
      "AWS Transfer Family, data uploaded.",
      Addresses.SFTP_PRICES),
  CORE_PRICE(
      "Server, one virtual processor",
      "$ per hour",
      0.0425,
      0,
      1_000,
      "EC2 c6i.large on demand, us-east-1: $0.085 for two.",
      "https://aws.amazon.com/ec2/pricing/on-demand/"),
  SERVER_CORES("Server, virtual processors", "processors", 2, 1, 1_000, "EC2 c6i.large."),
  SERVER_NETWORK(
      "Server, sustained network",
      "Gbit/s in each direction",
      0.781,
      0.001,
      10_000,
      "EC2 c6i.large: a baseline of 0.781. Its bursts of up to 12.5 end after minutes.",
      "https://docs.aws.amazon.com/ec2/latest/instancetypes/co.html"),
  SERVER_CPU(
      "Server, processor time",
      "seconds per GiB",
      1.88,
      0.001,
      1_000,
      "Measured with tusd on two cores (docs/benchmarks.md, ‘A server that carries the bytes’). It"
          + " receives the bytes, keeps them on its disk, and sends them to the store.");

  private final String label;
  private final String unit;
  private final double defaultValue;
  private final double min;
  private final double max;
  private final String source;
  private final String sourceUrl;

  Input(String label, String unit, double defaultValue, double min, double max, String source) {
    this(label, unit, defaultValue, min, max, source, null);
  }

  Input(
      String label,
      String unit,
      double defaultValue,
      double min,
      double max,
      String source,
      String sourceUrl) {
    this.label = label;
    this.unit = unit;
    this.defaultValue = defaultValue;
    this.min = min;
    this.max = max;
    this.source = source;
    this.sourceUrl = sourceUrl;
  }

  /** The name of the query parameter. */
  public String parameter() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String label() {
    return label;
  }

  public String unit() {
    return unit;
  }

  /** The default for the larger service, whose volume is given in hours. */
  public double defaultValue() {
    return defaultValue;
  }

  /**
   * The default for a volume: the number of viewers belongs to the service that the volume
   * describes.
   */
  public double defaultValue(Volume volume) {
    return this == VIEWERS && volume == Volume.USERS ? TextbookCase.VIEWERS : defaultValue;
  }

  public double min() {
    return min;
  }

  public double max() {
    return max;
  }

  public String source() {
    return source;
  }

  /** The address of the source, or null. Prices change, so people can check them there. */
  public String sourceUrl() {
    return sourceUrl;
  }

  /** The service of the default volume in people and files. */
  private static final class TextbookCase {
    /** Five million people watch five videos of five minutes per day. */
    static final double VIEWERS = 86_806;
  }

  /** Constants of the enum itself can't be used in its constructor calls. */
  private static final class Addresses {
    static final String S3_PRICES = "https://aws.amazon.com/s3/pricing/";
    static final String TEXTBOOK =
        "https://bytebytego.com/courses/system-design-interview/design-youtube";
    static final String SFTP_PRICES = "https://aws.amazon.com/aws-transfer-family/pricing/";
  }
}
