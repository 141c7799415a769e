package dev.slipway.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** Captures log lines until it is closed. */
public final class CapturedLog extends Handler implements AutoCloseable {
  private final Logger log;
  private final Level previousLevel;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<Throwable> errors = new CopyOnWriteArrayList<>();

  private CapturedLog(Logger log) {
    this.log = log;
    this.previousLevel = log.getLevel();
    log.addHandler(this);
  }

  /** The lines of a class or package, from level debug. */
  public static CapturedLog of(String name) {
    var lines = new CapturedLog(Logger.getLogger(name));
    lines.log.setLevel(Level.FINE);
    return lines;
  }

  /** The lines of all classes, from the levels that are configured. */
  public static CapturedLog ofAll() {
    return new CapturedLog(Logger.getLogger(""));
  }

  /** Returns the lines so far, such as {@code WARN Something is odd}. */
  public List<String> all() {
    return lines;
  }

  /** Returns the errors that were logged with their stack traces. */
  public List<Throwable> errors() {
    return errors;
  }

  @Override
  public void publish(LogRecord line) {
    if (line.getThrown() != null) {
      errors.add(line.getThrown());
    }
    lines.add(levelName(line.getLevel()) + " " + ExtLogRecord.wrap(line).getFormattedMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    log.removeHandler(this);
    log.setLevel(previousLevel);
  }

  private static String levelName(Level level) {
    var number = level.intValue();
    return number >= Level.WARNING.intValue()
        ? "WARN"
        : number >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }
}
