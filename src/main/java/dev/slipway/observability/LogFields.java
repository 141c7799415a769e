package dev.slipway.observability;

import dev.slipway.web.LogText;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.MDC;

/**
 * Fields that every line of the log has for the time of a piece of work, whoever writes it. Within
 * a request they go with the request from thread to thread; elsewhere they are the thread's.
 */
public final class LogFields implements AutoCloseable {
  public static final String UPLOAD = "uploadId";
  public static final String OBJECT = "objectKey";

  private final Deque<Runnable> restorations = new ArrayDeque<>();

  /** For as long as the request lasts. */
  static void put(String name, String value) {
    MDC.put(name, LogText.of(value));
  }

  /** The same for what a request turns out to be about. */
  public static void putUpload(String id) {
    put(UPLOAD, id);
  }

  public static LogFields of(String name, String value) {
    return new LogFields().and(name, value);
  }

  /**
   * @param value null for no such field
   */
  public LogFields and(String name, String value) {
    var before = MDC.get(name);
    if (value != null) {
      put(name, value);
      restorations.push(() -> restore(name, before));
    }
    return this;
  }

  @Override
  public void close() {
    restorations.forEach(Runnable::run);
  }

  private static void restore(String name, Object before) {
    if (before == null) {
      MDC.remove(name);
    } else {
      MDC.put(name, before);
    }
  }
}
