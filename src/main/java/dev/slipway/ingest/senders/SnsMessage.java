package dev.slipway.ingest.senders;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.ingest.format.SnsEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A message as Amazon SNS posts it, of which nothing is believed yet. */
record SnsMessage(JsonNode tree) {
  private static final List<String> SIGNED_OF_NOTIFICATION =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");

  private static final List<String> SIGNED_OF_CONFIRMATION =
      List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

  boolean isNotification() {
    return SnsEnvelope.NOTIFICATION.equals(type());
  }

  boolean isSubscriptionConfirmation() {
    return SnsEnvelope.SUBSCRIPTION.equals(type());
  }

  boolean hasKnownType() {
    return isNotification() || SnsEnvelope.isConfirmation(tree);
  }

  /** Each of the texts is null where the message has none. */
  String topicArn() {
    return text(SnsEnvelope.TOPIC_ARN);
  }

  String subscribeUrl() {
    return text("SubscribeURL");
  }

  String signatureVersion() {
    return text("SignatureVersion");
  }

  String signature() {
    return text("Signature");
  }

  String signingCertUrl() {
    return text("SigningCertURL");
  }

  Optional<Instant> timestamp() {
    try {
      return Optional.ofNullable(text("Timestamp")).map(Instant::parse);
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * What the signature is over: names and values in the order of the names, each in a line.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html">
   *     Verifying the signature of an Amazon SNS message</a>
   */
  byte[] signedBytes() {
    var signed = new StringBuilder();
    for (var name : isNotification() ? SIGNED_OF_NOTIFICATION : SIGNED_OF_CONFIRMATION) {
      var value = text(name);
      if (value != null) {
        signed.append(name).append('\n').append(value).append('\n');
      }
    }
    return signed.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String type() {
    return text(SnsEnvelope.TYPE);
  }

  private String text(String name) {
    return tree.path(name).textValue();
  }
}
