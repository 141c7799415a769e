package dev.slipway.ingest.format;

/** Why something of a notification can't be read, for the one who looks at dead letters. */
public final class UnreadableNotificationException extends Exception {
  UnreadableNotificationException(String message) {
    // Part of a normal day: no stack trace.
    super(message, null, false, false);
  }
}
