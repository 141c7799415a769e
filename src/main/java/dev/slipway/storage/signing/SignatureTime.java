package dev.slipway.storage.signing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** How signatures express time: in whole seconds, with a limited lifetime. */
public final class SignatureTime {
  /** Every store refuses a longer lifetime. */
  public static final Duration MAX_LIFETIME = Duration.ofDays(7);

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private SignatureTime() {}

  /** Formats the time of signing, such as {@code 20130524T000000Z}. */
  public static String timestamp(Instant signedAt) {
    return TIMESTAMP.format(signedAt);
  }

  /** When a URL expires that is signed at this time. */
  static Instant expiry(Instant signedAt, Duration lifetime) {
    return signedAt.truncatedTo(ChronoUnit.SECONDS).plus(lifetime);
  }

  /**
   * Returns the lifetime if stores accept it.
   *
   * @param name of the value, for the message
   * @throws IllegalArgumentException if it is not between a second and 7 days
   */
  static Duration requireValidLifetime(String name, Duration lifetime) {
    if (lifetime.toSeconds() < 1 || lifetime.compareTo(MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "%s must be from a second to 7 days, not %s.".formatted(name, lifetime));
    }
    return lifetime;
  }
}
