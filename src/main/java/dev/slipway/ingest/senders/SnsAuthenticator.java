package dev.slipway.ingest.senders;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.ingest.format.StrictJsonReader;
import dev.slipway.ingest.format.UnreadableNotificationException;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Authenticates messages of Amazon SNS by their signature and their topic, which must be a
 * configured one. Without configured topics nothing is fetched.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html">
 *     Verifying the signatures of Amazon SNS messages</a>
 */
@ApplicationScoped
public class SnsAuthenticator {
  /** The request header that every SNS message has. */
  public static final String MESSAGE_TYPE_HEADER = "x-amz-sns-message-type";

  /** SNS retries for an hour at most, with the timestamp of the first attempt. */
  private static final Duration MAX_AGE = Duration.ofHours(1);

  private static final Logger LOG = Logger.getLogger(SnsAuthenticator.class);

  private final SnsTopics topics;
  private final SnsCertificates certificates;
  private final HttpFetcher http;
  private final StrictJsonReader json;
  private final VerificationOutages outages;
  private final Clock clock;

  SnsAuthenticator(
      SnsTopics topics,
      SnsCertificates certificates,
      HttpFetcher http,
      ObjectMapper json,
      Clock clock) {
    this.topics = topics;
    this.certificates = certificates;
    this.http = http;
    this.json = StrictJsonReader.forUntrusted(json);
    this.clock = clock;
    this.outages = new VerificationOutages(clock);
  }

  /**
   * Whether the body has to be read to find out if the message is authentic.
   *
   * @param messageType the value of {@link #MESSAGE_TYPE_HEADER}, or null
   */
  public boolean mayBeAuthentic(String messageType) {
    return messageType != null && topics.areConfigured();
  }

  /**
   * Whether a configured topic sent the message. An authentic request to confirm a subscription is
   * confirmed.
   *
   * @throws ProblemException if verification or confirmation is not possible now. The status is
   *     503, after which SNS retries; it does not after a 401
   */
  public boolean isAuthentic(byte[] body) {
    var message = read(body);
    if (message.isEmpty() || !hasValidSignature(message.get())) {
      return false;
    }
    if (message.get().isSubscriptionConfirmation()) {
      confirm(message.get());
    }
    return true;
  }

  private Optional<SnsMessage> read(byte[] body) {
    try {
      return Optional.of(new SnsMessage(json.read(body))).filter(this::isAcceptable);
    } catch (UnreadableNotificationException e) {
      return Optional.empty();
    }
  }

  private boolean isAcceptable(SnsMessage message) {
    return message.hasKnownType()
        && topics.contains(message.topicArn())
        && message
            .timestamp()
            .filter(at -> Duration.between(at, clock.instant()).abs().compareTo(MAX_AGE) <= 0)
            .isPresent();
  }

  private boolean hasValidSignature(SnsMessage message) {
    var url =
        SnsUrl.parseCertificateUrl(message.signingCertUrl())
            .filter(uri -> SnsUrl.isInRegionOf(uri, message.topicArn()));
    if (url.isEmpty()) {
      return false;
    }
    try {
      return certificates.find(url.get()).filter(message::isSignedBy).isPresent();
    } catch (IOException e) {
      throw outages.report("The certificate of Amazon SNS can't be fetched", e);
    }
  }

  private void confirm(SnsMessage message) {
    var url = SnsUrl.parse(message.subscribeUrl());
    if (url.isEmpty()) {
      LOG.errorf(
          "The confirmation of a subscription to %s has no URL of Amazon SNS", message.topicArn());
      return;
    }
    try {
      http.get(url.get());
      LOG.infof("The subscription to %s is confirmed", message.topicArn());
    } catch (IOException e) {
      throw outages.report("The subscription to " + message.topicArn() + " can't be confirmed", e);
    }
  }
}
