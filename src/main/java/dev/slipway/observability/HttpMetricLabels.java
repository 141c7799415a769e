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
 * Bounds the label values of HTTP metrics, and defines their buckets.
 *
 * <p>Quarkus labels a request with the path template when an endpoint answers it. When a filter
 * answers, a file is served or the status is 405, the label is the requested path, and any word is
 * accepted as a method. A scan of random paths would use up the number of labels that Micrometer
 * allows, and after that none of Slipway's other paths would be measured.
 */
@Singleton
class HttpMetricLabels implements MeterFilter {
  private static final String PREFIX = "http.server.";
  private static final String REQUESTS = "http.server.requests";
  private static final String OTHER = "OTHER";

  /** A style, a module or an image. */
  private static final String FILE = "FILE";

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /** Values that Quarkus uses instead of a path. */
  private static final Set<String> QUARKUS_VALUES =
      Set.of("NOT_FOUND", "REDIRECTION", "UNKNOWN", "/cors-preflight", "root");

  /** In nanoseconds, Micrometer's unit. Few, because every path has its own set. */
  private static final double[] BUCKETS = {10e6, 50e6, 100e6, 250e6, 1e9, 5e9};

  private volatile Set<String> endpointPaths;

  @Override
  public Meter.Id map(Meter.Id id) {
    if (!id.getName().startsWith(PREFIX)) {
      return id;
    }
    var status = id.getTag("status");
    return id.replaceTags(id.getTags().stream().map(tag -> bounded(tag, status)).toList());
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

  private Tag bounded(Tag tag, String status) {
    return switch (tag.getKey()) {
      case "method" -> METHODS.contains(tag.getValue()) ? tag : Tag.of("method", OTHER);
      case "uri" -> isKnown(tag.getValue()) ? tag : Tag.of("uri", unknownPath(status));
      default -> tag;
    };
  }

  private boolean isKnown(String uri) {
    if (QUARKUS_VALUES.contains(uri)) {
      return true;
    }
    if (endpointPaths == null) {
      endpointPaths = endpointPaths();
    }
    return endpointPaths.contains(uri);
  }

  private static String unknownPath(String status) {
    return status != null && status.startsWith("2") ? FILE : OTHER;
  }

  private static Set<String> endpointPaths() {
    return Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
        .map(bean -> bean.getBeanClass())
        .filter(type -> type.isAnnotationPresent(Path.class))
        .flatMap(HttpMetricLabels::pathsOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<String> pathsOf(Class<?> endpoint) {
    var base = endpoint.getAnnotation(Path.class).value();
    var methods =
        Arrays.stream(endpoint.getDeclaredMethods())
            .map(method -> method.getAnnotation(Path.class))
            .filter(path -> path != null)
            .map(path -> base + "/" + path.value());
    return Stream.concat(Stream.of(base), methods).map(HttpMetricLabels::normalized);
  }

  /** As Quarkus writes it: with a leading slash, no trailing slash and no double ones. */
  private static String normalized(String path) {
    var single = ("/" + path).replaceAll("/+", "/");
    return single.length() > 1 && single.endsWith("/")
        ? single.substring(0, single.length() - 1)
        : single;
  }
}
