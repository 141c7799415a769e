package dev.slipway.lab.signature.url;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the host and path of a URL say about the object: where the bucket's name is, and for known
 * stores the region.
 *
 * @param bucketInHost the bucket's name or access point at the start of the host; empty for path
 *     style, in which the first segment of the path is the bucket
 * @param region that the host names; null if it names none
 * @param isOfAmazonOrGoogle whether the host belongs to one of the two
 */
public record StoreAddress(String bucketInHost, String region, boolean isOfAmazonOrGoogle) {
  private static final List<String> AMAZON = List.of(".amazonaws.com", ".amazonaws.com.cn");
  private static final String GOOGLE = "storage.googleapis.com";
  private static final String R2 = ".r2.cloudflarestorage.com";

  /** Qualifiers after {@code s3-} that are no region. */
  private static final List<String> ENDPOINT_KINDS =
      List.of("accelerate", "fips", "accesspoint", "outposts", "object-lambda", "control");

  /**
   * @param host without a port, in lower case
   */
  static StoreAddress of(String host) {
    if (host.equals(GOOGLE) || host.endsWith("." + GOOGLE)) {
      return new StoreAddress(withoutSuffix(host, GOOGLE), null, true);
    }
    if (host.endsWith(R2)) {
      // The account's id is one label; a bucket comes before it.
      var dot = withoutSuffix(host, R2).lastIndexOf('.');
      return new StoreAddress(dot < 0 ? "" : host.substring(0, dot), null, false);
    }
    return AMAZON.stream()
        .filter(host::endsWith)
        .findFirst()
        .map(suffix -> ofAmazon(withoutSuffix(host, suffix)))
        .orElseGet(() -> ofOther(host));
  }

  public boolean isVirtualHosted() {
    return !bucketInHost.isEmpty();
  }

  /** Stores outside of Amazon: a label {@code s3} that is not the first one follows a bucket. */
  private static StoreAddress ofOther(String host) {
    var s3 = host.indexOf(".s3.");
    return new StoreAddress(s3 < 0 ? "" : host.substring(0, s3), null, false);
  }

  /** Such as {@code bucket.s3.dualstack.eu-west-1}, {@code s3-eu-west-1} or {@code s3}. */
  private static StoreAddress ofAmazon(String host) {
    var labels = Arrays.asList(host.split("\\."));
    var endpoint = labels.size() - 1;
    while (endpoint >= 0 && !isEndpointLabel(labels.get(endpoint))) {
      endpoint--;
    }
    if (endpoint < 0) {
      return new StoreAddress("", null, true);
    }
    var endpointLabel = labels.get(endpoint);
    var region =
        labels.subList(endpoint + 1, labels.size()).stream()
            .filter(label -> !label.equals("dualstack"))
            .findFirst()
            .or(() -> regionInLabel(endpointLabel));
    return new StoreAddress(
        String.join(".", labels.subList(0, endpoint)), region.orElse(null), true);
  }

  private static boolean isEndpointLabel(String label) {
    return label.equals("s3") || label.startsWith("s3-");
  }

  /** The older form of an endpoint, such as {@code s3-eu-west-1}. */
  private static Optional<String> regionInLabel(String label) {
    return Optional.of(label)
        .filter(text -> text.startsWith("s3-"))
        .map(text -> text.substring(3))
        .filter(text -> ENDPOINT_KINDS.stream().noneMatch(text::startsWith));
  }

  private static String withoutSuffix(String host, String suffix) {
    var start = host.substring(0, host.length() - suffix.length());
    return start.endsWith(".") ? start.substring(0, start.length() - 1) : start;
  }
}
