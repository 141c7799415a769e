package dev.slipway.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.quarkus.arc.Arc;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps what strangers send out of the labels of HTTP metrics. Quarkus names the template of an
 * address where an endpoint answers, and the address itself where a filter, a file or 405 does; and
 * any word counts as a method. A scan of random ones would use up the labels that Micrometer
 * allows, and from then on new addresses of ours would not be measured.
 */
@Singleton
class HttpMetricLabels implements MeterFilter {
  private static final String PREFIX = "http.server.";
  private static final String REQUESTS = "http.server.requests";
  private static final String OTHER = "OTHER";

  /** A style, a module or a picture. */
  private static final String FILE = "FILE";

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /** Those of Quarkus itself. */
  private static final Set<String> WORDS =
      Set.of("NOT_FOUND", "REDIRECTION", "UNKNOWN", "/cors-preflight", "root");

  /** In nanoseconds, as Micrometer counts. Few, since each address has its own. */
  private static final double[] BUCKETS = {10e6, 50e6, 100e6, 250e6, 1e9, 5e9};

  private volatile Set<String> addresses;

  @Override
  public Meter.Id map(Meter.Id id) {
    if (!id.getName().startsWith(PREFIX)) {
      return id;
    }
    var status = id.getTag("status");
    return id.replaceTags(id.getTags().stream().map(tag -> known(tag, status)).toList());
  }

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    if (!id.getName().equals(REQUESTS)) {
      return config;
    }
    return DistributionStatisticConfig.builder()
        .serviceLevelObjectives(BUCKETS)
        .build()
        .merge(config);
  }

  private Tag known(Tag tag, String status) {
    return switch (tag.getKey()) {
      case "method" -> METHODS.contains(tag.getValue()) ? tag : Tag.of("method", OTHER);
      case "uri" -> isKnown(tag.getValue()) ? tag : Tag.of("uri", unknown(status));
      default -> tag;
    };
  }

  private boolean isKnown(String uri) {
    if (WORDS.contains(uri)) {
      return true;
    }
    if (addresses == null) {
      addresses = addresses();
    }
    return addresses.contains(uri);
  }

  private static String unknown(String status) {
    return status != null && (status.startsWith("2") || status.equals("304")) ? FILE : OTHER;
  }

  /** What the endpoints of this program say of themselves. */
  private static Set<String> addresses() {
    return Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
        .map(bean -> bean.getBeanClass())
        .filter(type -> type.isAnnotationPresent(Path.class))
        .flatMap(HttpMetricLabels::addressesOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<String> addressesOf(Class<?> endpoint) {
    var base = endpoint.getAnnotation(Path.class).value();
    var below =
        Arrays.stream(endpoint.getDeclaredMethods())
            .map(method -> method.getAnnotation(Path.class))
            .filter(path -> path != null)
            .map(path -> base + "/" + path.value());
    return Stream.concat(Stream.of(base), below).map(HttpMetricLabels::normalized);
  }

  /** As Quarkus writes it: with a slash before it, none behind it, and no two. */
  private static String normalized(String path) {
    var single = ("/" + path).replaceAll("/+", "/");
    return single.length() > 1 && single.endsWith("/")
        ? single.substring(0, single.length() - 1)
        : single;
  }
}
