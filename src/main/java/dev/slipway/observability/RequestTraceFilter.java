package dev.slipway.observability;

import dev.slipway.web.path.PathPrefixFilter;
import dev.slipway.web.path.SecretPaths;
import io.opentelemetry.api.trace.Span;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Assigns a trace id to each request, adds it to the log lines and the response, and adds the
 * upload that the path names. The id comes from OpenTelemetry if it is enabled, otherwise from the
 * caller's {@code traceparent}, otherwise it is random.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
@ApplicationScoped
class RequestTraceFilter {
  /**
   * After the filter that removes the path prefix, which makes the filters run again, and before
   * all others, so requests that they reject have an id too.
   */
  private static final int PRIORITY = PathPrefixFilter.FIRST_PRIORITY - 1;

  private static final String HEADER = "X-Request-Id";
  private static final String LOG_FIELD = "traceId";
  private static final int ID_BYTES = 16;

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  /** An upload and its video share one id. */
  private static final Pattern UPLOAD_PATH =
      Pattern.compile("/(?:api/uploads|api/videos|videos)/([a-z2-7]{26})(?:/.*)?");

  private final SecureRandom random;

  RequestTraceFilter(SecureRandom random) {
    this.random = random;
  }

  void register(@Observes Filters filters) {
    filters.register(this::assignTraceId, PRIORITY);
  }

  private void assignTraceId(RoutingContext context) {
    var span = Span.current().getSpanContext();
    var id = span.isValid() ? span.getTraceId() : traceIdOf(context);
    LogFields.put(LOG_FIELD, id);
    var path = context.normalizedPath();
    var masked = SecretPaths.masked(path);
    if (!masked.equals(path)) {
      Spans.replacePath(masked);
    }
    context.response().putHeader(HEADER, id);
    var uploadPath = UPLOAD_PATH.matcher(path);
    if (uploadPath.matches()) {
      LogFields.putUpload(uploadPath.group(1));
      Spans.setUploadId(uploadPath.group(1));
    }
    context.next();
  }

  private String traceIdOf(RoutingContext context) {
    var header = context.request().getHeader("traceparent");
    var traceparent = TRACEPARENT.matcher(header == null ? "" : header);
    if (traceparent.matches()) {
      return traceparent.group(1);
    }
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
