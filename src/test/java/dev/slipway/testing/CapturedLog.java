package dev.slipway.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** Captures the log lines of a class, from level debug, until it is closed. */
public final class CapturedLog extends Handler implements AutoCloseable {
  private final Logger log;
  private final Level previousLevel;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private CapturedLog(Logger log) {
    this.log = log;
    this.previousLevel = log.getLevel();
  }

  public static CapturedLog of(String className) {
    var lines = new CapturedLog(Logger.getLogger(className));
    lines.log.setLevel(Level.FINE);
    lines.log.addHandler(lines);
    return lines;
  }

  /** Returns the lines so far, such as {@code WARN Something is odd}. */
  public List<String> all() {
    return lines;
  }

  @Override
  public void publish(LogRecord line) {
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
