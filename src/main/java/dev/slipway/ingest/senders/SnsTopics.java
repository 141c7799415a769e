package dev.slipway.ingest.senders;

import dev.slipway.ingest.NotificationsConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The Amazon SNS topics whose messages are accepted. Messages from other topics are rejected,
 * because anyone can create a topic.
 */
@Startup
@ApplicationScoped
class SnsTopics {
  private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:.+");

  private final Set<String> arns;

  @Inject
  SnsTopics(NotificationsConfig config) {
    this(config.snsTopics().orElse(Set.of()));
  }

  /**
   * @throws IllegalStateException if an ARN is malformed: with a typing error every message would
   *     be rejected
   */
  SnsTopics(Set<String> arns) {
    for (var arn : arns) {
      if (!ARN.matcher(arn).matches()) {
        throw new IllegalStateException(
            "SLIPWAY_NOTIFICATIONS_SNS_TOPICS contains '%s'. Use ARNs of topics, such as"
                    .formatted(arn)
                + " arn:aws:sns:eu-central-1:123456789012:slipway, separated by commas.");
      }
    }
    this.arns = Set.copyOf(arns);
  }

  boolean areConfigured() {
    return !arns.isEmpty();
  }

  /**
   * @param arn may be null
   */
  boolean contains(String arn) {
    return arn != null && arns.contains(arn);
  }
}
