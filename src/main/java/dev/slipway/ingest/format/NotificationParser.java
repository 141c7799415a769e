package dev.slipway.ingest.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Reads what a notification says, in whichever dialect it comes. */
@ApplicationScoped
public class NotificationParser {
  private static final String TEST = "s3:TestEvent";

  private final StrictJsonReader json;

  NotificationParser(ObjectMapper json) {
    this.json = new StrictJsonReader(json);
  }

  /** Reads as much as can be read. Never fails: what is wrong is the reading's problem. */
  public ParsedNotification parse(byte[] body) {
    try {
      var tree = json.read(body);
      return SnsEnvelope.matches(tree) ? readEnvelope(tree) : readPlain(tree);
    } catch (UnreadableNotificationException e) {
      return new ParsedNotification(null, List.of(), e.getMessage());
    }
  }

  /** One envelope is opened, and no more: what is inside an envelope inside it is nobody's. */
  private ParsedNotification readEnvelope(JsonNode envelope) {
    if (SnsEnvelope.isConfirmation(envelope)) {
      return ParsedNotification.withoutEvents(Dialect.AWS_SNS);
    }
    try {
      var message = SnsEnvelope.requireMessage(envelope).getBytes(StandardCharsets.UTF_8);
      var reading = readPlain(json.read(message));
      return new ParsedNotification(Dialect.AWS_SNS, reading.events(), reading.problem());
    } catch (UnreadableNotificationException e) {
      return new ParsedNotification(Dialect.AWS_SNS, List.of(), e.getMessage());
    }
  }

  private static ParsedNotification readPlain(JsonNode tree)
      throws UnreadableNotificationException {
    if (isTest(tree)) {
      return ParsedNotification.withoutEvents(Dialect.AWS);
    }
    if (PubSubFormat.matches(tree)) {
      return PubSubFormat.parse(tree);
    }
    return EventBridgeFormat.matches(tree)
        ? EventBridgeFormat.parse(tree)
        : S3RecordsFormat.parse(tree);
  }

  /** S3 sends one when notifications are configured. */
  private static boolean isTest(JsonNode tree) {
    return TEST.equals(tree.path("Event").asText()) && !tree.has(S3RecordsFormat.RECORDS);
  }

  /**
   * What a notification says.
   *
   * @param dialect null where it is unknown; such records are read as S3's own
   * @param problem what can't be read in it, or null
   */
  public record ParsedNotification(Dialect dialect, List<S3Event> events, String problem) {
    /** The store's time of what the first record tells; null where it has none. */
    public Instant firstEventAt() {
      return events.stream().findFirst().map(S3Event::occurredAt).orElse(null);
    }

    /** What is well-formed, and about no object. */
    public static ParsedNotification withoutEvents(Dialect dialect) {
      return new ParsedNotification(dialect, List.of(), null);
    }
  }
}
