package dev.slipway.ingest;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What Amazon SNS wraps around a message. A topic with raw message delivery sends none.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html">HTTP/HTTPS
 *     notification JSON format</a>
 */
final class SnsEnvelope {
  static final String TYPE = "Type";
  static final String MESSAGE = "Message";
  static final String TOPIC = "TopicArn";
  static final String NOTIFICATION = "Notification";
  static final String SUBSCRIPTION = "SubscriptionConfirmation";
  static final String UNSUBSCRIPTION = "UnsubscribeConfirmation";

  private SnsEnvelope() {}

  static boolean isOne(JsonNode tree) {
    return tree.path(TYPE).isTextual() && tree.path(TOPIC).isTextual();
  }

  /** Whether it tells of a subscription, and of no object. */
  static boolean isConfirmation(JsonNode tree) {
    var type = tree.path(TYPE).textValue();
    return SUBSCRIPTION.equals(type) || UNSUBSCRIPTION.equals(type);
  }

  static String message(JsonNode tree) throws UnreadableException {
    var message = tree.path(MESSAGE);
    if (!NOTIFICATION.equals(tree.path(TYPE).textValue()) || !message.isTextual()) {
      throw new UnreadableException("It is of Amazon SNS, but has no Message");
    }
    return message.textValue();
  }
}
