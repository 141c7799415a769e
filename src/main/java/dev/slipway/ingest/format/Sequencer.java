package dev.slipway.ingest.format;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value by which the store orders the events of one object key. Sequencers of different keys
 * can't be compared.
 *
 * <p>The text is the canonical form: lower-case hexadecimal without trailing zeros. Stores send
 * different lengths, which have to be padded with zeros on the right before they are compared, so
 * trailing zeros have no meaning. The order of canonical texts, byte by byte (collation "C"), is
 * the order of the events.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">
 *     Event message structure</a>
 */
public record Sequencer(String text) implements Comparable<Sequencer> {
  /** Stores send 16 or 18 digits. The limit rejects abusive lengths. */
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{1,64}");

  private static final Pattern PADDING = Pattern.compile("(?<=.)0+$");

  /**
   * @throws IllegalArgumentException if the text is not a hexadecimal number of at most 64 digits
   */
  public Sequencer {
    var hex = text.toLowerCase(Locale.ROOT);
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("Not a sequencer: up to 64 hexadecimal digits expected");
    }
    // One zero remains of a text of zeros, because an empty text would mean no sequencer.
    text = PADDING.matcher(hex).replaceFirst("");
  }

  /**
   * @param value the field of a record; the result is empty for null and for any other text
   */
  static Optional<Sequencer> parse(String value) {
    try {
      return Optional.ofNullable(value).map(Sequencer::new);
    } catch (IllegalArgumentException invalid) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(Sequencer other) {
    return text.compareTo(other.text);
  }
}
