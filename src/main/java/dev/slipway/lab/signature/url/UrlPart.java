package dev.slipway.lab.signature.url;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A piece of a URL. All pieces in their order are the URL.
 *
 * @param part what the piece is, such as {@code key} or {@code signed-headers}; {@code other} for
 *     punctuation and what is not sent
 */
public record UrlPart(String part, String text) {
  public static final String HOST = "host";
  public static final String BUCKET = "bucket";
  public static final String KEY = "key";
  public static final String ALGORITHM = "algorithm";
  public static final String CREDENTIAL = "credential";
  public static final String DATE = "date";
  public static final String EXPIRES = "expires";
  public static final String SIGNED_HEADERS = "signed-headers";
  public static final String SIGNATURE = "signature";
  public static final String TOKEN = "token";
  public static final String QUERY = "query";
  private static final String OTHER = "other";

  public static List<UrlPart> of(SignedUrl url) {
    var parts = new ArrayList<UrlPart>();
    add(parts, OTHER, url.protocol() + "://");
    var bucketInHost = url.address().bucketInHost();
    add(parts, BUCKET, url.authority().substring(0, bucketInHost.length()));
    add(parts, HOST, url.authority().substring(bucketInHost.length()));
    addPath(parts, url);
    var separator = "?";
    for (var parameter : url.query()) {
      add(parts, OTHER, separator);
      add(parts, partOf(parameter, url.scheme()), parameter.text());
      separator = "&";
    }
    add(parts, OTHER, url.fragment());
    return List.copyOf(parts);
  }

  private static void addPath(List<UrlPart> parts, SignedUrl url) {
    var path = url.rawPath();
    if (path.isEmpty()) {
      return;
    }
    add(parts, OTHER, "/");
    add(parts, BUCKET, url.rawBucket());
    var rest = path.substring(1 + url.rawBucket().length());
    if (!url.address().isVirtualHosted() && rest.startsWith("/")) {
      add(parts, OTHER, "/");
      rest = rest.substring(1);
    }
    add(parts, KEY, rest);
  }

  private static String partOf(QueryParameter parameter, SignatureScheme scheme) {
    var name = parameter.name().toLowerCase(Locale.ROOT);
    var prefix = scheme.parameter("").toLowerCase(Locale.ROOT);
    if (!name.startsWith(prefix)) {
      return QUERY;
    }
    return switch (name.substring(prefix.length())) {
      case "algorithm" -> ALGORITHM;
      case "credential" -> CREDENTIAL;
      case "date" -> DATE;
      case "expires" -> EXPIRES;
      case "signedheaders" -> SIGNED_HEADERS;
      case "signature" -> SIGNATURE;
      case "security-token" -> TOKEN;
      default -> QUERY;
    };
  }

  private static void add(List<UrlPart> parts, String part, String text) {
    if (!text.isEmpty()) {
      parts.add(new UrlPart(part, text));
    }
  }
}
