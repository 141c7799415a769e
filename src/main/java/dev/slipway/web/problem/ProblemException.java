package dev.slipway.web.problem;

import java.time.Duration;

/** A request that is refused, with the reason as the client will read it. */
public class ProblemException extends RuntimeException {
  private static final int SERVER_ERROR = 500;

  private final transient ErrorCode code;
  private final transient Duration retryAfter;

  public ProblemException(ErrorCode code, String detail) {
    this(code, detail, null);
  }

  /**
   * @param detail what is wrong and what to do, safe to show
   * @param retryAfter when trying again makes sense, or null
   */
  public ProblemException(ErrorCode code, String detail, Duration retryAfter) {
    // Neither a cause nor a stack trace: a refusal is an answer, not a fault.
    super(detail, null, false, false);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** Ours, or that of the database or the store: the request itself was in order. */
  public boolean isServerError() {
    return code.status() >= SERVER_ERROR;
  }

  public Problem toProblem() {
    return Problem.of(code, getMessage(), retryAfter);
  }
}
