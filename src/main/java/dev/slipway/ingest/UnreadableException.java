package dev.slipway.ingest;

/** Why something of a notification can't be read, for the one who looks at dead letters. */
final class UnreadableException extends Exception {
  UnreadableException(String message) {
    // Part of a normal day: no stack trace.
    super(message, null, false, false);
  }
}
