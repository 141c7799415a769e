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
 * Pieces of work as OpenTelemetry sees them, where it is on. Attributes are ids and words of ours:
 * never a signed URL, a token, or what a person typed.
 */
@Singleton
public class Spans {
  public static final String UPLOAD_ID = "slipway.upload.id";

  private final Tracer tracer;

  /**
   * @param disabled Quarkus sends nothing then, but goes on recording
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

  /** Does the work within a span of its own; what it throws marks the span as failed. */
  public <T> T inSpan(
      String name, SpanKind kind, Map<String, String> attributes, Supplier<T> work) {
    var builder = tracer.spanBuilder(name).setSpanKind(kind);
    attributes.forEach(builder::setAttribute);
    var span = builder.startSpan();
    try (var current = span.makeCurrent()) {
      return work.get();
    } catch (RuntimeException e) {
      // Its message may have an address in it.
      span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
      throw e;
    } finally {
      span.end();
    }
  }

  /** The same for work without a result. */
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

  /** What the present piece of work turned out to be about. */
  public static void setUploadId(String uploadId) {
    Span.current().setAttribute(UPLOAD_ID, uploadId);
  }
}
