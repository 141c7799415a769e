package dev.slipway.observability;

import dev.slipway.web.LogText;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.MDC;

/**
 * Fields that every log line has during a piece of work, whichever class writes it. Within a
 * request they follow the request from thread to thread; elsewhere they belong to the thread.
 * Closing restores the previous values.
 */
public final class LogFields implements AutoCloseable {
  public static final String UPLOAD = "uploadId";
  public static final String OBJECT = "objectKey";

  private final Deque<Runnable> restorations = new ArrayDeque<>();

  private LogFields() {}

  /** Opens a scope with one field; null for none. */
  public static LogFields of(String name, String value) {
    return new LogFields().and(name, value);
  }

  /** Sets the upload for the rest of the request. */
  public static void putUpload(String id) {
    put(UPLOAD, id);
  }

  /** Sets a field for the rest of the request. */
  static void put(String name, String value) {
    MDC.put(name, LogText.of(value));
  }

  /** Adds a field to the scope; null for none. */
  public LogFields and(String name, String value) {
    var previous = MDC.get(name);
    if (value != null) {
      put(name, value);
      restorations.push(() -> restore(name, previous));
    }
    return this;
  }

  @Override
  public void close() {
    restorations.forEach(Runnable::run);
  }

  private static void restore(String name, Object previous) {
    if (previous == null) {
      MDC.remove(name);
    } else {
      MDC.put(name, previous);
    }
  }
}
