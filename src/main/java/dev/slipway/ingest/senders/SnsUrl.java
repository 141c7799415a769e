package dev.slipway.ingest.senders;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses of Amazon SNS itself, and no others: they come out of messages that anybody can send,
 * and we are about to fetch what they name.
 */
final class SnsUrl {
  /** A region's name, and not {@code s3-…}: such a host would be the bucket of anybody. */
  private static final Pattern HOST =
      Pattern.compile("sns\\.[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}\\.amazonaws\\.com(\\.cn)?");

  /** The word of a topic's name that it is. */
  private static final int REGION = 3;

  private static final int ANY_PORT = -1;
  private static final int HTTPS = 443;

  private SnsUrl() {}

  /**
   * @param url may be null
   */
  static Optional<URI> parse(String url) {
    try {
      return Optional.ofNullable(url).map(URI::create).filter(SnsUrl::isAmazons);
    } catch (IllegalArgumentException noUrl) {
      return Optional.empty();
    }
  }

  static Optional<URI> parseCertificateUrl(String url) {
    return parse(url)
        .filter(uri -> uri.getRawPath().endsWith(".pem") && uri.getRawQuery() == null)
        .filter(uri -> uri.getRawFragment() == null);
  }

  /** Whether it is in the region of a topic, such as {@code arn:aws:sns:eu-central-1:1234:name}. */
  static boolean isInRegionOf(URI address, String topic) {
    var words = topic.split(":", REGION + 2);
    return words.length > REGION && address.getHost().startsWith("sns." + words[REGION] + ".");
  }

  private static boolean isAmazons(URI uri) {
    return "https".equals(uri.getScheme())
        && uri.getRawUserInfo() == null
        && (uri.getPort() == ANY_PORT || uri.getPort() == HTTPS)
        && uri.getHost() != null
        && HOST.matcher(uri.getHost()).matches();
  }
}
