package dev.slipway.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.storage.ObjectKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a notification's records as MinIO and S3 write them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">
 *     Event message structure</a>
 */
@ApplicationScoped
class S3EventReader {
  private final ObjectMapper json;

  S3EventReader(ObjectMapper json) {
    this.json = json;
  }

  /** Reads as much as can be read: one bad record does not hold back those beside it. */
  Reading read(byte[] body) {
    try {
      var tree = parse(body);
      return isTest(tree) ? Reading.NOTHING : readRecords(tree.path("Records"));
    } catch (UnreadableException e) {
      return new Reading(List.of(), e.getMessage());
    }
  }

  private JsonNode parse(byte[] body) throws UnreadableException {
    try {
      var tree = json.readTree(body);
      if (tree == null || !tree.isObject()) {
        throw new UnreadableException("It is no JSON object");
      }
      return tree;
    } catch (IOException e) {
      throw new UnreadableException("It is no JSON: " + e.getMessage());
    }
  }

  /** S3 sends one when notifications are configured. */
  private static boolean isTest(JsonNode tree) {
    return "s3:TestEvent".equals(tree.path("Event").asText());
  }

  private static Reading readRecords(JsonNode records) throws UnreadableException {
    if (!records.isArray() || records.isEmpty()) {
      throw new UnreadableException("There are no Records in it");
    }
    var events = new ArrayList<S3Event>();
    String problem = null;
    for (var event : records) {
      try {
        events.add(eventOf(event.path("s3")));
      } catch (UnreadableException e) {
        problem = e.getMessage();
      }
    }
    return new Reading(events, problem);
  }

  private static S3Event eventOf(JsonNode s3) throws UnreadableException {
    var bucket = s3.path("bucket").path("name").asText();
    var key = s3.path("object").path("key").asText();
    if (bucket.isEmpty() || key.isEmpty()) {
      throw new UnreadableException("A record names no bucket or no key");
    }
    try {
      // Form-encoded: a slash is %2F at MinIO and plain at S3, a space is + at both.
      return new S3Event(bucket, new ObjectKey(URLDecoder.decode(key, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      throw new UnreadableException("A key can't be decoded: " + e.getMessage());
    }
  }

  /**
   * What a notification says.
   *
   * @param problem what can't be read in it, or null
   */
  record Reading(List<S3Event> events, String problem) {
    static final Reading NOTHING = new Reading(List.of(), null);
  }

  private static final class UnreadableException extends Exception {
    UnreadableException(String message) {
      super(message);
    }
  }
}
