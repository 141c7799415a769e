package dev.slipway.ingest.senders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnsTopicsTest {
  @Test
  void containsConfiguredTopicsOnly() {
    var arns =
        Set.of(
            "arn:aws:sns:eu-central-1:123456789012:slipway",
            "arn:aws-cn:sns:cn-north-1:123456789012:slipway");
    var topics = new SnsTopics(arns);

    assertThat(topics.areConfigured()).isTrue();
    assertThat(arns).allMatch(topics::contains);
    assertThat(topics.contains("arn:aws:sns:eu-central-1:123456789012:other")).isFalse();
    assertThat(topics.contains(null)).isFalse();
    assertThat(new SnsTopics(Set.of()).areConfigured()).isFalse();
  }

  @Test
  void rejectsMalformedArn() {
    for (var arn : List.of("slipway", "arn:aws:sqs:eu-central-1:123456789012:slipway", "*")) {
      assertThatIllegalStateException()
          .isThrownBy(() -> new SnsTopics(Set.of(arn)))
          .withMessageContaining("SLIPWAY_NOTIFICATIONS_SNS_TOPICS contains '" + arn + "'");
    }
  }
}
