package dev.slipway.ingest.format;

/** A notification can't be parsed. The message is the reason that a dead letter shows. */
public final class UnreadableNotificationException extends Exception {
  UnreadableNotificationException(String message) {
    // Expected input, not a fault: no stack trace.
    super(message, null, false, false);
  }
}
