package dev.slipway.ingest.senders;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Validates URLs in messages of Amazon SNS. Anyone can send such messages, and the application
 * fetches these URLs, so it accepts hosts of Amazon SNS only.
 */
final class SnsUrl {
  /**
   * The middle is a region's name and never {@code s3-…}, because such a host would belong to
   * another party's bucket.
   */
  private static final Pattern HOST =
      Pattern.compile("sns\\.[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}\\.amazonaws\\.com(\\.cn)?");

  /** The index of the region in the parts of a topic's ARN. */
  private static final int REGION_INDEX = 3;

  private static final int ANY_PORT = -1;
  private static final int HTTPS = 443;

  private SnsUrl() {}

  /**
   * @param url may be null
   */
  static Optional<URI> parse(String url) {
    try {
      return Optional.ofNullable(url).map(URI::create).filter(SnsUrl::isSnsUrl);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  static Optional<URI> parseCertificateUrl(String url) {
    return parse(url)
        .filter(uri -> uri.getRawPath().endsWith(".pem") && uri.getRawQuery() == null)
        .filter(uri -> uri.getRawFragment() == null);
  }

  /** Whether it is in the region of a topic such as {@code arn:aws:sns:eu-central-1:1234:name}. */
  static boolean isInRegionOf(URI url, String topic) {
    var parts = topic.split(":", REGION_INDEX + 2);
    return parts.length > REGION_INDEX
        && url.getHost().startsWith("sns." + parts[REGION_INDEX] + ".");
  }

  private static boolean isSnsUrl(URI uri) {
    return "https".equals(uri.getScheme())
        && uri.getRawUserInfo() == null
        && (uri.getPort() == ANY_PORT || uri.getPort() == HTTPS)
        && uri.getHost() != null
        && HOST.matcher(uri.getHost()).matches();
  }
}
