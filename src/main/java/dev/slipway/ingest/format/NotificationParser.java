package dev.slipway.ingest.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/** Parses the body of a notification, whatever its dialect. */
@ApplicationScoped
public class NotificationParser {
  private static final String TEST_EVENT = "s3:TestEvent";

  private final StrictJsonReader json;

  public NotificationParser(ObjectMapper json) {
    this.json = new StrictJsonReader(json);
  }

  /** Parses as much as possible. It never throws: the result says what could not be parsed. */
  public ParsedNotification parse(byte[] body) {
    try {
      var tree = json.read(body);
      return SnsEnvelope.matches(tree) ? parseEnvelope(tree) : parseContent(tree);
    } catch (UnreadableNotificationException e) {
      return ParsedNotification.unreadable(null, e);
    }
  }

  /** Opens one envelope only: an envelope inside an envelope is not a format of any sender. */
  private ParsedNotification parseEnvelope(JsonNode envelope) {
    if (SnsEnvelope.isConfirmation(envelope)) {
      return ParsedNotification.withoutEvents(Dialect.AWS_SNS);
    }
    try {
      var message = SnsEnvelope.requireMessage(envelope).getBytes(StandardCharsets.UTF_8);
      var content = parseContent(json.read(message));
      return new ParsedNotification(Dialect.AWS_SNS, content.events(), content.problem());
    } catch (UnreadableNotificationException e) {
      return ParsedNotification.unreadable(Dialect.AWS_SNS, e);
    }
  }

  private static ParsedNotification parseContent(JsonNode tree)
      throws UnreadableNotificationException {
    if (isTestEvent(tree)) {
      return ParsedNotification.withoutEvents(Dialect.AWS);
    }
    if (PubSubFormat.matches(tree)) {
      return PubSubFormat.parse(tree);
    }
    return EventBridgeFormat.matches(tree)
        ? EventBridgeFormat.parse(tree)
        : S3RecordsFormat.parse(tree);
  }

  /** S3 sends a test event when notifications are configured. */
  private static boolean isTestEvent(JsonNode tree) {
    return TEST_EVENT.equals(tree.path("Event").asText()) && !tree.has(S3RecordsFormat.RECORDS);
  }
}
