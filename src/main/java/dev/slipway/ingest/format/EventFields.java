package dev.slipway.ingest.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.storage.ObjectKey;
import dev.slipway.web.cursor.StorableTime;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

/** Reads and checks the fields that all formats share. */
final class EventFields {
  private static final String NAME_PREFIX = "s3:";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9:]{1,100}");

  private EventFields() {}

  /**
   * @param path the names of the field and of those that contain it
   * @throws UnreadableNotificationException if the field is missing, empty or no text
   */
  static String requireText(JsonNode parent, String... path)
      throws UnreadableNotificationException {
    var field = parent;
    for (var name : path) {
      field = field.path(name);
    }
    if (!field.isTextual() || field.textValue().isEmpty()) {
      throw new UnreadableNotificationException(
          "The field %s of a record is missing, empty or not text"
              .formatted(String.join(".", path)));
    }
    return field.textValue();
  }

  /**
   * @param decoded the key as the store has it, without any encoding
   */
  static ObjectKey key(String decoded) throws UnreadableNotificationException {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(decoded)) {
      throw new UnreadableNotificationException(
          "The key can't be decoded: it contains an unpaired surrogate");
    }
    try {
      return new ObjectKey(decoded);
    } catch (IllegalArgumentException e) {
      throw new UnreadableNotificationException("The key can't be decoded: " + e.getMessage());
    }
  }

  static String name(JsonNode field) {
    var name = field.asText();
    var plain = name.startsWith(NAME_PREFIX) ? name.substring(NAME_PREFIX.length()) : name;
    return NAME.matcher(plain).matches() ? plain : null;
  }

  static Sequencer sequencer(JsonNode field) {
    return Sequencer.parse(field.textValue()).orElse(null);
  }

  static Instant time(JsonNode field) {
    try {
      var at = Instant.parse(field.asText());
      return at.isBefore(Instant.EPOCH) || at.isAfter(StorableTime.MAX) ? null : at;
    } catch (DateTimeException unreadable) {
      return null;
    }
  }
}
