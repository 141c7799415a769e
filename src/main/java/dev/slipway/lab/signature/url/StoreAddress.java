package dev.slipway.lab.signature.url;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The facts about an object in the host and path of its URL: where the bucket's name is, and for
 * known stores the region.
 *
 * @param bucketInHost the bucket's name or access point at the start of the host; empty for path
 *     style, in which the first segment of the path is the bucket
 * @param region that the host names; null if it names none
 * @param isOfAmazonOrGoogle whether the host belongs to one of the two
 * @param isPathAssumed whether the host has no known form, so the bucket's name may be in it
 *     although path style is assumed
 */
public record StoreAddress(
    String bucketInHost, String region, boolean isOfAmazonOrGoogle, boolean isPathAssumed) {
  private static final List<String> AMAZON = List.of(".amazonaws.com", ".amazonaws.com.cn");
  private static final String GOOGLE = "storage.googleapis.com";

  /**
   * Of stores whose endpoint has one label more, such as a region or R2's account. A bucket comes
   * before that label. The longer suffixes are of R2's jurisdictions.
   */
  private static final List<String> LABELLED_ENDPOINTS =
      List.of(
          ".eu.r2.cloudflarestorage.com",
          ".fedramp.r2.cloudflarestorage.com",
          ".r2.cloudflarestorage.com",
          ".digitaloceanspaces.com",
          ".linodeobjects.com",
          ".vultrobjects.com",
          ".aliyuncs.com");

  /** The older name of the endpoint in us-east-1. */
  private static final String EXTERNAL = "external-1";

  private static final String EXTERNAL_REGION = "us-east-1";

  /** Begins the host of an endpoint in a private network. */
  private static final String PRIVATE_ENDPOINT = "vpce-";

  /** The labels before a private endpoint that say what the host is for. */
  private static final List<String> PRIVATE_KINDS = List.of("bucket", "accesspoint", "control");

  /** An address or the own machine, of which no name of a bucket can be a part. */
  private static final Pattern WITHOUT_BUCKET = Pattern.compile("\\[.*]|[0-9.]+|localhost");

  /** Qualifiers after {@code s3-} that are no region. */
  private static final List<String> ENDPOINT_KINDS =
      List.of("accelerate", "fips", "accesspoint", "outposts", "object-lambda", "control");

  /**
   * @param host without a port, in lower case
   */
  static StoreAddress of(String host) {
    if (host.equals(GOOGLE) || host.endsWith("." + GOOGLE)) {
      return new StoreAddress(withoutSuffix(host, GOOGLE), null, true, false);
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
    if (host.startsWith("s3.") || WITHOUT_BUCKET.matcher(host).matches()) {
      return other("");
    }
    var s3 = host.indexOf(".s3.");
    if (s3 >= 0) {
      return other(host.substring(0, s3));
    }
    for (var suffix : LABELLED_ENDPOINTS) {
      if (host.endsWith(suffix)) {
        var dot = withoutSuffix(host, suffix).lastIndexOf('.');
        return other(dot < 0 ? "" : host.substring(0, dot));
      }
    }
    return new StoreAddress("", null, false, true);
  }

  private static StoreAddress other(String bucketInHost) {
    return new StoreAddress(bucketInHost, null, false, false);
  }

  /** Such as {@code bucket.s3.dualstack.eu-west-1}, {@code s3-eu-west-1} or {@code s3}. */
  private static StoreAddress ofAmazon(String host) {
    var labels = Arrays.asList(host.split("\\."));
    var endpoint = labels.size() - 1;
    while (endpoint >= 0 && !isEndpointLabel(labels.get(endpoint))) {
      endpoint--;
    }
    if (endpoint < 0) {
      return new StoreAddress("", null, true, false);
    }
    var endpointLabel = labels.get(endpoint);
    var region =
        labels.subList(endpoint + 1, labels.size()).stream()
            .filter(label -> !label.equals("dualstack"))
            .findFirst()
            .or(() -> regionInLabel(endpointLabel));
    var bucket = withoutPrivateEndpoint(labels.subList(0, endpoint));
    return new StoreAddress(String.join(".", bucket), region.orElse(null), true, false);
  }

  /** Such as {@code my-bucket} of {@code my-bucket.bucket.vpce-1a2b-5e6f}. */
  private static List<String> withoutPrivateEndpoint(List<String> labels) {
    var last = labels.size() - 1;
    if (last < 0 || !labels.get(last).startsWith(PRIVATE_ENDPOINT)) {
      return labels;
    }
    return last > 0 && PRIVATE_KINDS.contains(labels.get(last - 1))
        ? labels.subList(0, last - 1)
        : labels.subList(0, last);
  }

  private static boolean isEndpointLabel(String label) {
    return label.equals("s3") || label.startsWith("s3-") || label.startsWith("s3express-");
  }

  /** The older form of an endpoint, such as {@code s3-eu-west-1}. */
  private static Optional<String> regionInLabel(String label) {
    return Optional.of(label)
        .filter(text -> text.startsWith("s3-"))
        .map(text -> text.substring(3))
        .filter(text -> ENDPOINT_KINDS.stream().noneMatch(text::startsWith))
        .map(region -> region.equals(EXTERNAL) ? EXTERNAL_REGION : region);
  }

  private static String withoutSuffix(String host, String suffix) {
    var start = host.substring(0, host.length() - suffix.length());
    return start.endsWith(".") ? start.substring(0, start.length() - 1) : start;
  }
}
