package dev.slipway.embedded;

/** What keeps an embedded part from starting, in one sentence that says what to do about it. */
public final class CannotStartException extends RuntimeException {
  CannotStartException(String message) {
    super(message);
  }

  CannotStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
