package dev.slipway.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.web.ErrorCode;
import dev.slipway.web.LogText;
import dev.slipway.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Amazon SNS as a sender. It has no token, but signs what it sends; that, and that the topic is one
 * of those configured, is what it is known by. While none is configured, nothing is ever fetched.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html">
 *     Verifying the signatures of Amazon SNS messages</a>
 */
@ApplicationScoped
class SnsSender {
  /** The header that each of its messages has. */
  static final String MESSAGE_TYPE = "x-amz-sns-message-type";

  /** SNS tries for an hour at most, with the time of the first try. */
  private static final Duration OLDEST = Duration.ofHours(1);

  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Logger LOG = Logger.getLogger(SnsSender.class);

  private final SnsTopics topics;
  private final SnsCertificates certificates;
  private final SenderFetch fetch;
  private final NotificationJson json;
  private final Clock clock;

  SnsSender(
      SnsTopics topics,
      SnsCertificates certificates,
      SenderFetch fetch,
      ObjectMapper json,
      Clock clock) {
    this.topics = topics;
    this.certificates = certificates;
    this.fetch = fetch;
    this.json = NotificationJson.ofStrangers(json);
    this.clock = clock;
  }

  /**
   * Whether a body is worth reading.
   *
   * @param messageType of the header, or null
   */
  boolean maySend(String messageType) {
    return messageType != null && topics.areConfigured();
  }

  /**
   * Whether a topic of ours sent it. If it asks to confirm the subscription, that is done.
   *
   * @throws ProblemException where that can't be found out or done now: SNS tries again after a
   *     503, and not after a 401
   */
  boolean isAuthentic(byte[] body) {
    var message = read(body);
    if (message.isEmpty() || !isSigned(message.get())) {
      return false;
    }
    if (message.get().isSubscription()) {
      confirm(message.get());
    }
    return true;
  }

  private Optional<SnsMessage> read(byte[] body) {
    try {
      return Optional.of(new SnsMessage(json.read(body))).filter(this::isExpected);
    } catch (UnreadableException e) {
      return Optional.empty();
    }
  }

  private boolean isExpected(SnsMessage message) {
    return message.isKnown()
        && topics.contain(message.topic())
        && message
            .at()
            .filter(at -> Duration.between(at, clock.instant()).abs().compareTo(OLDEST) <= 0)
            .isPresent();
  }

  private boolean isSigned(SnsMessage message) {
    var address =
        SnsAddress.ofCertificate(message.signingCertUrl())
            .filter(uri -> SnsAddress.isOf(uri, message.topic()));
    if (address.isEmpty()) {
      return false;
    }
    try {
      return certificates
          .at(address.get())
          .filter(certificate -> SnsSignature.isRight(message, certificate))
          .isPresent();
    } catch (IOException e) {
      throw later("The certificate of Amazon SNS can't be fetched", e);
    }
  }

  private void confirm(SnsMessage message) {
    var address = SnsAddress.of(message.subscribeUrl());
    if (address.isEmpty()) {
      LOG.errorf("A subscription to %s names no address of Amazon's", message.topic());
      return;
    }
    try {
      fetch.get(address.get());
      LOG.infof("The subscription to %s is confirmed", message.topic());
    } catch (IOException e) {
      throw later("The subscription to " + message.topic() + " can't be confirmed", e);
    }
  }

  private static ProblemException later(String what, IOException e) {
    LOG.errorf("%s: %s", what, LogText.of(String.valueOf(e.getMessage())));
    return new ProblemException(ErrorCode.SENDER_UNVERIFIED, "Send it again in a moment.", RETRY);
  }
}
