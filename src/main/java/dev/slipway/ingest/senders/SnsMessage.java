package dev.slipway.ingest.senders;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.ingest.format.SnsEnvelope;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A message as Amazon SNS posts it. None of its fields is trusted before it is verified. */
record SnsMessage(JsonNode tree) {
  private static final List<String> SIGNED_NOTIFICATION_FIELDS =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");

  private static final List<String> SIGNED_CONFIRMATION_FIELDS =
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

  /** Null if the message has none, as are the other texts. */
  String topicArn() {
    return text(SnsEnvelope.TOPIC_ARN);
  }

  String subscribeUrl() {
    return text("SubscribeURL");
  }

  String signingCertUrl() {
    return text("SigningCertURL");
  }

  Optional<Instant> timestamp() {
    try {
      return Optional.ofNullable(text("Timestamp")).map(Instant::parse);
    } catch (DateTimeException invalid) {
      return Optional.empty();
    }
  }

  boolean isSignedBy(X509Certificate certificate) {
    var algorithm = signatureAlgorithm();
    var value = text("Signature");
    if (algorithm.isEmpty() || value == null) {
      return false;
    }
    try {
      var signature = Signature.getInstance(algorithm.get());
      signature.initVerify(certificate.getPublicKey());
      signature.update(signedBytes());
      return signature.verify(Base64.getDecoder().decode(value));
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      return false;
    }
  }

  /**
   * The bytes that are signed: field names and values in the order of the names, each on a line of
   * its own.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html">
   *     Verifying the signature of an Amazon SNS message</a>
   */
  byte[] signedBytes() {
    var signed = new StringBuilder();
    for (var name : isNotification() ? SIGNED_NOTIFICATION_FIELDS : SIGNED_CONFIRMATION_FIELDS) {
      var value = text(name);
      if (value != null) {
        signed.append(name).append('\n').append(value).append('\n');
      }
    }
    return signed.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A topic signs with SHA-1 unless its attribute {@code SignatureVersion} is 2. */
  private Optional<String> signatureAlgorithm() {
    var version = text("SignatureVersion");
    return switch (version == null ? "" : version) {
      case "1" -> Optional.of("SHA1withRSA");
      case "2" -> Optional.of("SHA256withRSA");
      default -> Optional.empty();
    };
  }

  private String type() {
    return text(SnsEnvelope.TYPE);
  }

  private String text(String name) {
    return tree.path(name).textValue();
  }
}
