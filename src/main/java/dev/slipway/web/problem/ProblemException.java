package dev.slipway.web.problem;

import java.time.Duration;

/** Rejects a request with a problem that the client receives. */
public class ProblemException extends RuntimeException {
  private static final int FIRST_SERVER_ERROR = 500;

  private final transient ErrorCode code;
  private final transient Duration retryAfter;

  public ProblemException(ErrorCode code, String detail) {
    this(code, detail, null);
  }

  /**
   * @param detail what is wrong and what to do about it; shown to the client
   * @param retryAfter when to try again; null when retrying doesn't help
   */
  public ProblemException(ErrorCode code, String detail, Duration retryAfter) {
    // Without a cause and a stack trace: a rejection is a response, not a failure.
    super(detail, null, false, false);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  public ErrorCode code() {
    return code;
  }

  /** Whether the application, the database or the store is at fault, not the request. */
  public boolean isServerError() {
    return code.status() >= FIRST_SERVER_ERROR;
  }

  public Problem toProblem() {
    return Problem.of(code, getMessage(), retryAfter);
  }
}
