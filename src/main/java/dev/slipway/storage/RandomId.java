package dev.slipway.storage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * 128 random bits as 26 characters of lower-case base32 (RFC 4648, without padding). An upload, its
 * object and its video share one id.
 */
public record RandomId(@JsonValue String value) {
  /** The last character carries 3 bits: 25 × 5 + 3 = 128. */
  private static final Pattern PATTERN = Pattern.compile("[a-z2-7]{25}[aeimquy4]");

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int LENGTH = 26;
  private static final int BYTES = 16;
  private static final int BITS_PER_CHARACTER = 5;

  @JsonCreator
  public RandomId {
    Objects.requireNonNull(value);
    if (!isValid(value)) {
      throw new IllegalArgumentException("Not an id: 26 characters of base32 are expected");
    }
  }

  public static boolean isValid(String text) {
    return PATTERN.matcher(text).matches();
  }

  /**
   * Returns a new id.
   *
   * @param random must be unpredictable, because an id also protects a resource from strangers
   */
  public static RandomId random(RandomGenerator random) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var text = new StringBuilder(LENGTH);
    var buffer = 0;
    var bits = 0;
    for (var b : bytes) {
      buffer = buffer << 8 | b & 0xff;
      bits += 8;
      while (bits >= BITS_PER_CHARACTER) {
        bits -= BITS_PER_CHARACTER;
        text.append(ALPHABET.charAt(buffer >> bits & 31));
      }
    }
    text.append(ALPHABET.charAt(buffer << BITS_PER_CHARACTER - bits & 31));
    return new RandomId(text.toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
