package dev.slipway.ingest.format;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The order of two events about the same key, as far as the store tells it. Between keys it says
 * nothing.
 *
 * <p>The text is the canonical form: lower-case hexadecimal without the zeros at its end. Stores
 * send different lengths, to be padded with zeros on the right before they are compared, so those
 * zeros mean nothing, and the order of such texts, byte by byte (collation "C"), is the order of
 * the events.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">
 *     Event message structure</a>
 */
public record Sequencer(String text) implements Comparable<Sequencer> {
  /** Stores send 16 or 18 digits. More than this many are no sequencer but an attack. */
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{1,64}");

  private static final Pattern PADDING = Pattern.compile("(?<=.)0+$");

  /**
   * @throws IllegalArgumentException for what is no hexadecimal number of at most 64 digits
   */
  public Sequencer {
    var hex = text.toLowerCase(Locale.ROOT);
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("Not a sequencer: up to 64 hexadecimal digits expected");
    }
    // Of zeros alone one is left: an empty text would look like none.
    text = PADDING.matcher(hex).replaceFirst("");
  }

  /**
   * @param sent what a record has; empty for null and whatever is no sequencer
   */
  static Optional<Sequencer> parse(String sent) {
    try {
      return Optional.ofNullable(sent).map(Sequencer::new);
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(Sequencer other) {
    return text.compareTo(other.text);
  }
}
