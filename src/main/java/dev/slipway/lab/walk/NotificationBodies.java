package dev.slipway.lab.walk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.ingest.format.NotificationParser;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;

/**
 * Prepares the bodies of notifications for the owner of an object. A body can also contain what
 * only administrators may know: events about other objects, internal addresses, accounts of the
 * cloud, and in an envelope of Amazon SNS an address that ends the subscription. So it shows the
 * values of known fields only.
 */
@ApplicationScoped
class NotificationBodies {
  static final String MASK = "‹masked›";

  private static final String METADATA = "userMetadata";

  /**
   * Fields of the formats that {@link NotificationParser} reads, about the event and the object.
   */
  private static final Set<String> SHOWN =
      Set.of(
          "EventName",
          "Key",
          "eventVersion",
          "eventSource",
          "eventTime",
          "eventName",
          "s3SchemaVersion",
          "name",
          "key",
          "size",
          "eTag",
          "etag",
          "contentType",
          "versionId",
          "sequencer",
          "x-amz-request-id",
          "detail-type",
          "source",
          "time",
          "reason",
          "bucketId",
          "objectId",
          "eventType",
          "objectGeneration");

  private final NotificationParser parser;
  private final ObjectMapper json;
  private final String bucket;

  NotificationBodies(NotificationParser parser, ObjectMapper json, ObjectStore store) {
    this.parser = parser;
    this.json = json;
    this.bucket = store.bucket();
  }

  /** The body without what its object's owner may not know; empty if it has other objects too. */
  Optional<String> maskFor(ObjectKey key, byte[] body) {
    var events = parser.parse(body).events();
    var isAboutKey =
        events.stream().allMatch(event -> event.key().equals(key) && event.bucket().equals(bucket));
    return events.isEmpty() || !isAboutKey ? Optional.empty() : Optional.of(mask(body));
  }

  private String mask(byte[] body) {
    try {
      return json.writeValueAsString(mask(json.readTree(body), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException("The parser can read this body, but the mapper can't", e);
    }
  }

  private JsonNode mask(JsonNode node, boolean shown, boolean isMetadata) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(field -> field.setValue(mask(field.getKey(), field.getValue(), isMetadata)));
      return object;
    }
    if (node instanceof ArrayNode array) {
      for (var index = 0; index < array.size(); index++) {
        array.set(index, mask(array.get(index), shown, isMetadata));
      }
      return array;
    }
    return shown || node.isNull() ? node : TextNode.valueOf(MASK);
  }

  /** A name counts only for the value itself: the fields of an object have names of their own. */
  private JsonNode mask(String name, JsonNode value, boolean parentIsMetadata) {
    return mask(value, parentIsMetadata || SHOWN.contains(name), name.equals(METADATA));
  }
}
