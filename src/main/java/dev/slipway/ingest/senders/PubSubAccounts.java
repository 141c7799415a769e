package dev.slipway.ingest.senders;

import dev.slipway.ingest.NotificationsConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The audience and the service accounts of the Google Pub/Sub push subscriptions that are accepted,
 * because Google signs tokens for any account and any audience.
 */
@Startup
@ApplicationScoped
class PubSubAccounts {
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

  private final String audience;
  private final Set<String> emails;

  @Inject
  PubSubAccounts(NotificationsConfig config) {
    this(config.pubsubAudience(), config.pubsubAccounts().orElse(Set.of()));
  }

  /**
   * @throws IllegalStateException if one is set without the other, or an account is malformed
   */
  PubSubAccounts(Optional<String> audience, Set<String> emails) {
    if (audience.isPresent() == emails.isEmpty()) {
      throw new IllegalStateException(
          "SLIPWAY_NOTIFICATIONS_PUBSUB_AUDIENCE and SLIPWAY_NOTIFICATIONS_PUBSUB_ACCOUNTS belong"
              + " together: set both to the values of the push subscription, or neither.");
    }
    for (var email : emails) {
      if (!EMAIL.matcher(email).matches()) {
        throw new IllegalStateException(
            "SLIPWAY_NOTIFICATIONS_PUBSUB_ACCOUNTS contains '%s'. Use the e-mail addresses of"
                    .formatted(email)
                + " service accounts, such as slipway-push@my-project.iam.gserviceaccount.com,"
                + " separated by commas.");
      }
    }
    this.audience = audience.orElse(null);
    this.emails = Set.copyOf(emails);
  }

  boolean areConfigured() {
    return audience != null;
  }

  /** Null if none is configured. */
  String audience() {
    return audience;
  }

  /**
   * @param email may be null
   */
  boolean contains(String email) {
    return email != null && emails.contains(email);
  }
}
