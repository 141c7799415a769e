package dev.slipway.observability;

import dev.slipway.web.path.PathPrefixFilter;
import io.opentelemetry.api.trace.Span;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Gives each request a trace id, which its lines in the log have and its answer names, and tells
 * the log which upload it is about. Where OpenTelemetry is on the id is that of its trace;
 * otherwise that of the caller's {@code traceparent}, or a new one.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
@ApplicationScoped
class RequestTraceFilter {
  /**
   * Behind the one that takes a path prefix off, which has filters begin again, and before all
   * others: what they refuse has an id too.
   */
  private static final int PRIORITY = PathPrefixFilter.FIRST_PRIORITY - 1;

  private static final String HEADER = "X-Request-Id";
  private static final String FIELD = "traceId";
  private static final int BYTES = 16;

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  /** Upload, object and video have one id. */
  private static final Pattern ABOUT =
      Pattern.compile("/(?:api/uploads|api/videos|videos)/([a-z2-7]{26})(?:/.*)?");

  private final SecureRandom random;

  RequestTraceFilter(SecureRandom random) {
    this.random = random;
  }

  void register(@Observes Filters filters) {
    filters.register(this::mark, PRIORITY);
  }

  private void mark(RoutingContext context) {
    var span = Span.current();
    var id = span.getSpanContext().isValid() ? span.getSpanContext().getTraceId() : idOf(context);
    LogFields.put(FIELD, id);
    context.response().putHeader(HEADER, id);
    var about = ABOUT.matcher(context.normalizedPath());
    if (about.matches()) {
      LogFields.putUpload(about.group(1));
      Spans.setUploadId(about.group(1));
    }
    context.next();
  }

  private String idOf(RoutingContext context) {
    var parent = context.request().getHeader("traceparent");
    var known = TRACEPARENT.matcher(parent == null ? "" : parent);
    if (known.matches()) {
      return known.group(1);
    }
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
