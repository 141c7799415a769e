package dev.slipway.ingest.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.storage.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The fields that all dialects share, read with the same care. */
final class EventFields {
  private static final String PREFIX = "s3:";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9:]{1,100}");

  /** What the database can keep. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private EventFields() {}

  /** A text that must be there, and be one. */
  static String requireText(JsonNode parent, String name) throws UnreadableNotificationException {
    var field = parent.path(name);
    if (!field.isTextual() || field.textValue().isEmpty()) {
      throw new UnreadableNotificationException("A record names no bucket or no key");
    }
    return field.textValue();
  }

  static ObjectKey decodeKey(String sent, UnaryOperator<String> decoding)
      throws UnreadableNotificationException {
    try {
      var key = decoding.apply(sent);
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
        throw new UnreadableNotificationException(
            "A key can't be decoded: it has half a character");
      }
      return new ObjectKey(key);
    } catch (IllegalArgumentException e) {
      throw new UnreadableNotificationException("A key can't be decoded: " + e.getMessage());
    }
  }

  static String name(JsonNode field) {
    var name = field.asText();
    var plain = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    return NAME.matcher(plain).matches() ? plain : null;
  }

  static Sequencer sequencer(JsonNode field) {
    return Sequencer.parse(field.textValue()).orElse(null);
  }

  static Instant time(JsonNode field) {
    try {
      var at = Instant.parse(field.asText());
      return at.isBefore(Instant.EPOCH) || at.isAfter(LAST) ? null : at;
    } catch (DateTimeException unreadable) {
      return null;
    }
  }
}
