package dev.slipway.account;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.OptionalLong;

/**
 * One limit of an account: the default of the settings, none, or a number. In JSON it is {@code
 * "default"}, {@code "unlimited"} or the number.
 *
 * @param stored as in the database: null for the default, -1 for none
 */
public record QuotaLimit(Long stored) {
  public static final QuotaLimit DEFAULT = new QuotaLimit(null);
  public static final QuotaLimit UNLIMITED = new QuotaLimit(-1L);

  private static final String DEFAULT_TEXT = "default";
  private static final String UNLIMITED_TEXT = "unlimited";

  public QuotaLimit {
    if (stored != null && stored < -1) {
      throw new IllegalArgumentException("A limit can't be negative.");
    }
  }

  static QuotaLimit ofStored(Long stored) {
    return new QuotaLimit(stored);
  }

  /**
   * @throws IllegalArgumentException if the number is negative
   */
  public static QuotaLimit of(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("A limit can't be negative.");
    }
    return new QuotaLimit(number);
  }

  /**
   * @param value {@code default}, {@code unlimited} or a number
   * @throws IllegalArgumentException if it is something else
   */
  public static QuotaLimit parse(Object value) {
    if (DEFAULT_TEXT.equals(value)) {
      return DEFAULT;
    }
    if (UNLIMITED_TEXT.equals(value)) {
      return UNLIMITED;
    }
    if (value instanceof Integer || value instanceof Long) {
      return of(((Number) value).longValue());
    }
    throw new IllegalArgumentException(
        "A limit is \"default\", \"unlimited\" or a number that is not negative.");
  }

  /**
   * Returns the number that applies; empty for no limit.
   *
   * @param byDefault the limit of the settings
   */
  public OptionalLong effective(OptionalLong byDefault) {
    if (stored == null) {
      return byDefault;
    }
    return stored < 0 ? OptionalLong.empty() : OptionalLong.of(stored);
  }

  @JsonValue
  public Object json() {
    if (stored == null) {
      return DEFAULT_TEXT;
    }
    return stored < 0 ? UNLIMITED_TEXT : stored;
  }

  @Override
  public String toString() {
    return json().toString();
  }
}
