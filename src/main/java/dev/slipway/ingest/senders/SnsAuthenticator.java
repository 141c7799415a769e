package dev.slipway.ingest.senders;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.ingest.format.StrictJsonReader;
import dev.slipway.ingest.format.UnreadableNotificationException;
import dev.slipway.web.LogText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
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
public class SnsAuthenticator {
  /** The header that each of its messages has. */
  public static final String MESSAGE_TYPE_HEADER = "x-amz-sns-message-type";

  /** SNS tries for an hour at most, with the time of the first try. */
  private static final Duration OLDEST = Duration.ofHours(1);

  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Logger LOG = Logger.getLogger(SnsAuthenticator.class);

  private final SnsTopics topics;
  private final SnsCertificates certificates;
  private final HttpFetcher fetch;
  private final StrictJsonReader json;
  private final Clock clock;

  SnsAuthenticator(
      SnsTopics topics,
      SnsCertificates certificates,
      HttpFetcher fetch,
      ObjectMapper json,
      Clock clock) {
    this.topics = topics;
    this.certificates = certificates;
    this.fetch = fetch;
    this.json = StrictJsonReader.forUntrusted(json);
    this.clock = clock;
  }

  /**
   * Whether a body is worth reading.
   *
   * @param messageType of the header, or null
   */
  public boolean mayBeAuthentic(String messageType) {
    return messageType != null && topics.areConfigured();
  }

  /**
   * Whether a topic of ours sent it. If it asks to confirm the subscription, that is done.
   *
   * @throws ProblemException where that can't be found out or done now: SNS tries again after a
   *     503, and not after a 401
   */
  public boolean isAuthentic(byte[] body) {
    var message = read(body);
    if (message.isEmpty() || !isSigned(message.get())) {
      return false;
    }
    if (message.get().isSubscriptionConfirmation()) {
      confirm(message.get());
    }
    return true;
  }

  private Optional<SnsMessage> read(byte[] body) {
    try {
      return Optional.of(new SnsMessage(json.read(body))).filter(this::isExpected);
    } catch (UnreadableNotificationException e) {
      return Optional.empty();
    }
  }

  private boolean isExpected(SnsMessage message) {
    return message.hasKnownType()
        && topics.contains(message.topicArn())
        && message
            .timestamp()
            .filter(at -> Duration.between(at, clock.instant()).abs().compareTo(OLDEST) <= 0)
            .isPresent();
  }

  private boolean isSigned(SnsMessage message) {
    var address =
        SnsUrl.parseCertificateUrl(message.signingCertUrl())
            .filter(uri -> SnsUrl.isInRegionOf(uri, message.topicArn()));
    if (address.isEmpty()) {
      return false;
    }
    try {
      return certificates
          .find(address.get())
          .filter(certificate -> SnsSignature.isValid(message, certificate))
          .isPresent();
    } catch (IOException e) {
      throw later("The certificate of Amazon SNS can't be fetched", e);
    }
  }

  private void confirm(SnsMessage message) {
    var address = SnsUrl.parse(message.subscribeUrl());
    if (address.isEmpty()) {
      LOG.errorf("A subscription to %s names no address of Amazon's", message.topicArn());
      return;
    }
    try {
      fetch.get(address.get());
      LOG.infof("The subscription to %s is confirmed", message.topicArn());
    } catch (IOException e) {
      throw later("The subscription to " + message.topicArn() + " can't be confirmed", e);
    }
  }

  private static ProblemException later(String what, IOException e) {
    LOG.errorf("%s: %s", what, LogText.of(String.valueOf(e.getMessage())));
    return new ProblemException(ErrorCode.SENDER_UNVERIFIED, "Send it again in a moment.", RETRY);
  }
}
