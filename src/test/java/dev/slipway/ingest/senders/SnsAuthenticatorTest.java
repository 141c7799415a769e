package dev.slipway.ingest.senders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.testing.SettableClock;
import dev.slipway.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SnsAuthenticatorTest {
  private final SettableClock clock = new SettableClock();
  private final FakeSns sns = new FakeSns();
  private final SnsAuthenticator sender = sender(Set.of(FakeSns.TOPIC));

  @Test
  void acceptsSignedMessage() {
    assertThat(sender.isAuthentic(FakeSns.signed(notification(), "1"))).isTrue();
    assertThat(sender.isAuthentic(FakeSns.signed(notification(), "2"))).isTrue();
    var withoutSubject = notification();
    withoutSubject.remove("Subject");
    assertThat(sender.isAuthentic(FakeSns.signed(withoutSubject, "2"))).isTrue();

    assertThat(sns.requestedUrls()).as("the certificate is fetched once").hasSize(1);
  }

  @Test
  void rejectsModifiedMessage() {
    for (var name : List.of("Message", "MessageId", "Subject", "Timestamp")) {
      assertRefused(message -> message.put(name, after(1).toString()));
    }
    assertRefused(message -> message.put("SignatureVersion", "2"));
    assertRefused(message -> message.put("SignatureVersion", "3"));
    assertRefused(message -> message.put("Signature", "!"));
    assertRefused(message -> message.put("Signature", "AAAA"));
    assertRefused(message -> message.remove("Signature"));
    assertRefused(message -> message.put("Type", "UnsubscribeConfirmation"));
    assertThat(sender.isAuthentic("{}".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(sender.isAuthentic(new byte[] {0})).isFalse();
    assertThat(sender.isAuthentic(new byte[0])).isFalse();
    var many = "{\"Type\":[%s0]}".formatted("0,".repeat(1000));
    assertThat(sender.isAuthentic(many.getBytes(StandardCharsets.UTF_8))).isFalse();
  }

  @Test
  void fetchesNothingForUntrustedMessages() {
    assertThat(sender.isAuthentic(signedWith("TopicArn", FakeSns.TOPIC + "2"))).isFalse();
    assertThat(sender.isAuthentic(signedWith("Type", "Other"))).isFalse();
    assertThat(sender.isAuthentic(signedWith("Timestamp", "yesterday"))).isFalse();
    for (var url :
        List.of(
            "http://sns.eu-central-1.amazonaws.com/a.pem",
            "https://sns.eu-central-1.amazonaws.com/a.der",
            "https://sns.eu-central-1.amazonaws.com/?a.pem",
            "https://sns.eu-central-1.amazonaws.com/a.pem?b",
            "https://sns.eu-central-1.amazonaws.com:8443/a.pem",
            "https://a@sns.eu-central-1.amazonaws.com/a.pem",
            "https://sns.eu-central-1.amazonaws.com.evil.example/a.pem",
            "https://sns.evil.example/a.pem",
            "https://sns.eu-west-1.amazonaws.com/a.pem",
            "https://sns.a.b.amazonaws.com/a.pem",
            "https://bucket.s3.amazonaws.com/a.pem",
            "https://evil.example\\@sns.eu-central-1.amazonaws.com/a.pem",
            "file:///a.pem",
            "")) {
      assertThat(sender.isAuthentic(signedWith("SigningCertURL", url))).as(url).isFalse();
    }

    assertThat(sender(Set.of()).mayBeAuthentic("Notification")).isFalse();
    assertThat(sender.mayBeAuthentic(null)).isFalse();
    assertThat(sns.requestedUrls()).isEmpty();
  }

  @Test
  void rejectsOldMessageAndExpiredCertificate() {
    var signed = FakeSns.signed(notification(), "1");
    clock.advance(Duration.ofHours(1));
    assertThat(sender.isAuthentic(signed)).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(sender.isAuthentic(signed)).isFalse();

    clock.advance(Duration.ofDays(36_500));
    assertThat(sender.isAuthentic(FakeSns.signed(notification(), "1"))).isFalse();
  }

  @Test
  void confirmsSubscriptionOfConfiguredTopic() {
    assertThat(sender.isAuthentic(FakeSns.signed(FakeSns.subscription(after(0)), "1"))).isTrue();
    assertThat(sns.requestedUrls()).containsExactly(FakeSns.CERTIFICATE, FakeSns.CONFIRMATION);

    var elsewhere = FakeSns.subscription(after(0)).put("SubscribeURL", "https://evil.example/");
    assertThat(sender.isAuthentic(FakeSns.signed(elsewhere, "1"))).isTrue();
    assertThat(sender.isAuthentic(FakeSns.bytes(elsewhere.put("Token", "other")))).isFalse();
    assertThat(sns.requestedUrls()).hasSize(2);
  }

  @Test
  void requestsRetryWhenAmazonIsUnavailable() {
    sns.setUnavailable(true);
    var notification = FakeSns.signed(notification(), "1");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> sender.isAuthentic(notification))
        .satisfies(e -> assertThat(e.toProblem().status()).isEqualTo(503));

    sns.setUnavailable(false);
    assertThat(sender.isAuthentic(notification)).isTrue();

    sns.setUnavailable(true);
    var subscription = FakeSns.signed(FakeSns.subscription(after(0)), "1");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> sender.isAuthentic(subscription));
  }

  private void assertRefused(Consumer<ObjectNode> change) {
    var message = notification();
    FakeSns.signed(message, "1");
    change.accept(message);
    assertThat(sender.isAuthentic(FakeSns.bytes(message))).as(message.toString()).isFalse();
  }

  private byte[] signedWith(String name, String value) {
    return FakeSns.signed(notification().put(name, value), "1");
  }

  private ObjectNode notification() {
    return FakeSns.notification("{\"Records\":[]}", after(0));
  }

  private Instant after(int seconds) {
    return clock.instant().plusSeconds(seconds);
  }

  private SnsAuthenticator sender(Set<String> topics) {
    return new SnsAuthenticator(
        new SnsTopics(topics), new SnsCertificates(sns, clock), sns, new ObjectMapper(), clock);
  }
}
