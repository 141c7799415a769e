package dev.slipway.ingest.webhook;

import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.Transport;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;

/**
 * The secret that the application shares with the store. MinIO sends {@code Bearer <token>}, or the
 * token alone if it has two words. Other senders support only Basic authentication and send the
 * token as the password.
 */
@Startup
@ApplicationScoped
class WebhookToken {
  private final byte[] token;

  WebhookToken(NotificationsConfig config, EnabledTransports transports) {
    var secret = config.token().filter(text -> !text.isBlank());
    if (secret.isEmpty() && transports.includes(Transport.WEBHOOK) && !acceptsSignatures(config)) {
      throw new IllegalStateException(
          "SLIPWAY_NOTIFICATIONS_TOKEN is not set. Choose a long random token, and configure it"
              + " in the store's notification target too.");
    }
    this.token = secret.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null);
  }

  /**
   * @param authorization the header's value, or null
   */
  boolean matches(String authorization) {
    if (authorization == null) {
      return false;
    }
    var parts = authorization.strip().split(" +", 2);
    if (parts.length < 2) {
      return false;
    }
    if (isToken(authorization.getBytes(StandardCharsets.UTF_8))) {
      return true;
    }
    return switch (parts[0].toLowerCase(Locale.ROOT)) {
      case "bearer" -> isToken(parts[1].getBytes(StandardCharsets.UTF_8));
      case "basic" -> isToken(passwordOf(parts[1]));
      default -> false;
    };
  }

  /** Senders that sign need no token. Without a configured token, every token is rejected. */
  private static boolean acceptsSignatures(NotificationsConfig config) {
    return config.snsTopics().isPresent() || config.pubsubAccounts().isPresent();
  }

  /** Compares in constant time. */
  private boolean isToken(byte[] candidate) {
    return token != null && MessageDigest.isEqual(token, candidate);
  }

  private static byte[] passwordOf(String basic) {
    try {
      var plain = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
      var colon = plain.indexOf(':');
      return plain.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }
}
