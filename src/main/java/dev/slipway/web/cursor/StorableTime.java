package dev.slipway.web.cursor;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Times that the database can store, in microseconds: those of four-digit years. PostgreSQL rejects
 * years before 4713 BC and after 294276.
 */
public final class StorableTime {
  public static final Instant MIN = Instant.parse("0000-01-01T00:00:00Z");
  public static final Instant MAX = Instant.parse("9999-12-31T23:59:59Z");

  private StorableTime() {}

  public static long toMicros(Instant time) {
    // Instant.until counts nanoseconds, which overflow 292 years from 1970.
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  public static Instant ofMicros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
