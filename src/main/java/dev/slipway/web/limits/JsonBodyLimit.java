package dev.slipway.web.limits;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/** Counts JSON while it is read, since a body sent in chunks does not say how long it will be. */
@Provider
class JsonBodyLimit implements ReaderInterceptor {
  private final CurrentVertxRequest current;

  JsonBodyLimit(CurrentVertxRequest current) {
    this.current = current;
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
    if (current.getCurrent().normalizedPath().startsWith("/api/")) {
      body.setInputStream(
          new LimitedInputStream(body.getInputStream(), BodyLimits.MAX_JSON_BYTES, this::refuse));
    }
    return body.proceed();
  }

  private void refuse() {
    BodyLimits.closeAfterResponse(current.getCurrent());
    throw new ProblemException(
        ErrorCode.BODY_TOO_LARGE, BodyLimits.tooLargeDetail(BodyLimits.MAX_JSON_BYTES));
  }
}
