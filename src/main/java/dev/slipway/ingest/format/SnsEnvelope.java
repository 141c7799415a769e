package dev.slipway.ingest.format;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The envelope that Amazon SNS puts around a message. Subscriptions with raw message delivery send
 * the message without it.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html">HTTP/HTTPS
 *     notification JSON format</a>
 */
public final class SnsEnvelope {
  public static final String TYPE = "Type";
  static final String MESSAGE = "Message";
  public static final String TOPIC_ARN = "TopicArn";
  public static final String NOTIFICATION = "Notification";
  public static final String SUBSCRIPTION = "SubscriptionConfirmation";
  static final String UNSUBSCRIPTION = "UnsubscribeConfirmation";

  private SnsEnvelope() {}

  static boolean matches(JsonNode tree) {
    return tree.path(TYPE).isTextual() && tree.path(TOPIC_ARN).isTextual();
  }

  /** Whether the message is about the subscription itself and not about an object. */
  public static boolean isConfirmation(JsonNode tree) {
    var type = tree.path(TYPE).textValue();
    return SUBSCRIPTION.equals(type) || UNSUBSCRIPTION.equals(type);
  }

  static String requireMessage(JsonNode tree) throws UnreadableNotificationException {
    var message = tree.path(MESSAGE);
    if (!NOTIFICATION.equals(tree.path(TYPE).textValue()) || !message.isTextual()) {
      throw new UnreadableNotificationException("The Amazon SNS envelope has no Message");
    }
    return message.textValue();
  }
}
