package dev.slipway.web.limits;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Limits JSON while it is read, because a body sent in chunks doesn't declare its length. */
@Provider
class JsonBodyLimit implements ReaderInterceptor {
  private final CurrentVertxRequest current;

  JsonBodyLimit(CurrentVertxRequest current) {
    this.current = current;
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
    if (current.getCurrent().normalizedPath().startsWith("/api/")) {
      body.setInputStream(new LimitedInputStream(body.getInputStream()));
    }
    return body.proceed();
  }

  private void reject() {
    BodyLimits.closeAfterResponse(current.getCurrent());
    throw new ProblemException(
        ErrorCode.BODY_TOO_LARGE, BodyLimits.tooLargeDetail(BodyLimits.MAX_JSON_BYTES));
  }

  /** Rejects the request as soon as more than the maximum has been read. */
  private final class LimitedInputStream extends FilterInputStream {
    private long count;

    LimitedInputStream(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      var value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      var read = super.read(target, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    /** Leaves a body that is too large open, because closing would read the rest of it. */
    @Override
    public void close() throws IOException {
      if (!isTooLarge()) {
        super.close();
      }
    }

    private void count(int bytes) {
      count += bytes;
      if (isTooLarge()) {
        reject();
      }
    }

    private boolean isTooLarge() {
      return count > BodyLimits.MAX_JSON_BYTES;
    }
  }
}
