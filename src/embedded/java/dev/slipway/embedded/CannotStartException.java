package dev.slipway.embedded;

/** An embedded service can't start. The message says in one sentence what to do about it. */
public final class CannotStartException extends RuntimeException {
  CannotStartException(String message) {
    super(message);
  }

  CannotStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
