package dev.slipway.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Records pieces of work as OpenTelemetry spans, if it is enabled. Attributes are ids and fixed
 * words: never a signed URL, a token, or text that a person entered.
 */
@Singleton
public class Spans {
  public static final String UPLOAD_ID = "slipway.upload.id";

  private final Tracer tracer;

  /**
   * @param disabled a disabled SDK sends nothing but still records, so a no-op tracer is used
   */
  @Inject
  Spans(
      Tracer tracer,
      @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "false")
          boolean disabled) {
    this(disabled ? TracerProvider.noop().get("none") : tracer);
  }

  public Spans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Does the work within a new span, which an exception marks as failed. */
  public <T> T inSpan(
      String name, SpanKind kind, Map<String, String> attributes, Supplier<T> work) {
    var builder = tracer.spanBuilder(name).setSpanKind(kind);
    attributes.forEach(builder::setAttribute);
    var span = builder.startSpan();
    try (var current = span.makeCurrent()) {
      return work.get();
    } catch (RuntimeException e) {
      // Only the type, because the message may contain a URL.
      span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
      throw e;
    } finally {
      span.end();
    }
  }

  /** Does work without a result within a new span, which an exception marks as failed. */
  public void inSpan(String name, SpanKind kind, Map<String, String> attributes, Runnable work) {
    inSpan(
        name,
        kind,
        attributes,
        () -> {
          work.run();
          return null;
        });
  }

  /** Replaces the path of the request that the current span is about. */
  static void replacePath(String path) {
    Span.current().setAttribute("url.path", path);
  }

  /** Names the upload that the current span is about. */
  public static void setUploadId(String id) {
    Span.current().setAttribute(UPLOAD_ID, id);
  }
}
