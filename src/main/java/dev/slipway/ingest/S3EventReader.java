package dev.slipway.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Reads what a notification says, in whichever dialect it comes. */
@ApplicationScoped
class S3EventReader {
  private static final String TEST = "s3:TestEvent";

  private final NotificationJson json;

  S3EventReader(ObjectMapper json) {
    this.json = new NotificationJson(json);
  }

  /** Reads as much as can be read. Never fails: what is wrong is the reading's problem. */
  Reading read(byte[] body) {
    try {
      var tree = json.read(body);
      return SnsEnvelope.isOne(tree) ? readEnvelope(tree) : readPlain(tree);
    } catch (UnreadableException e) {
      return new Reading(null, List.of(), e.getMessage());
    }
  }

  /** One envelope is opened, and no more: what is inside an envelope inside it is nobody's. */
  private Reading readEnvelope(JsonNode envelope) {
    if (SnsEnvelope.isConfirmation(envelope)) {
      return Reading.nothing(Dialect.AWS_SNS);
    }
    try {
      var message = SnsEnvelope.message(envelope).getBytes(StandardCharsets.UTF_8);
      var reading = readPlain(json.read(message));
      return new Reading(Dialect.AWS_SNS, reading.events(), reading.problem());
    } catch (UnreadableException e) {
      return new Reading(Dialect.AWS_SNS, List.of(), e.getMessage());
    }
  }

  private static Reading readPlain(JsonNode tree) throws UnreadableException {
    if (isTest(tree)) {
      return Reading.nothing(Dialect.AWS);
    }
    if (PubSubPush.isOne(tree)) {
      return PubSubPush.read(tree);
    }
    return EventBridgeEvent.isOne(tree) ? EventBridgeEvent.read(tree) : S3Records.read(tree);
  }

  /** S3 sends one when notifications are configured. */
  private static boolean isTest(JsonNode tree) {
    return TEST.equals(tree.path("Event").asText()) && !tree.has(S3Records.FIELD);
  }

  /**
   * What a notification says.
   *
   * @param dialect null where it is unknown; such records are read as S3's own
   * @param problem what can't be read in it, or null
   */
  record Reading(Dialect dialect, List<S3Event> events, String problem) {
    /** The store's time of what the first record tells; null where it has none. */
    Instant firstAt() {
      return events.stream().findFirst().map(S3Event::at).orElse(null);
    }

    /** What is well-formed, and about no object. */
    static Reading nothing(Dialect dialect) {
      return new Reading(dialect, List.of(), null);
    }
  }
}
