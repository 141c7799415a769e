package dev.slipway.webhooks;

import dev.slipway.catalogue.metadata.TextSealer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The secrets with which requests are signed. They are encrypted in the database, so a copy of it
 * is not enough to forge requests.
 */
@ApplicationScoped
public class WebhookSecrets {
  /** Lets receivers' libraries and secret scanners recognise a secret. */
  public static final String PREFIX = "whsec_";

  /** Bounds the signatures of a request, however often the secret is replaced. */
  static final int MAX_PREVIOUS = 3;

  /** As many bytes as the result of HMAC-SHA256 has. */
  private static final int SECRET_BYTES = 32;

  private final Duration rotationPeriod;
  private final TextSealer sealer;
  private final SecureRandom random;
  private final Clock clock;

  WebhookSecrets(WebhooksConfig config, TextSealer sealer, SecureRandom random, Clock clock) {
    this.rotationPeriod = config.rotationPeriod();
    this.sealer = sealer;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Gives a webhook its first secret.
   *
   * @return the secret, which is shown only now
   */
  public String assign(Webhook webhook) {
    var secret = create();
    webhook.sealedSecret = seal(webhook, secret);
    return secret;
  }

  /**
   * Replaces the secret. For a while, requests are signed with the previous one too, so that
   * receivers can change theirs without losing events. If it is replaced again meanwhile, the one
   * that the receiver still has stays valid as long as the others.
   *
   * @return the new secret, which is shown only now
   */
  public String rotate(Webhook webhook) {
    webhook.sealedPreviousSecrets =
        Stream.concat(Stream.of(webhook.sealedSecret), validPrevious(webhook))
            .limit(MAX_PREVIOUS)
            .toArray(String[]::new);
    webhook.previousSecretValidUntil = clock.instant().plus(rotationPeriod);
    return assign(webhook);
  }

  /**
   * Returns the keys to sign a request with, the newest first. Empty if the secrets can't be
   * decrypted, because the key of the metadata was replaced.
   */
  public List<byte[]> keysOf(Webhook webhook) {
    return Stream.concat(Stream.of(webhook.sealedSecret), validPrevious(webhook))
        .map(secret -> open(webhook, secret))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Removes the secrets with which requests are no longer signed. */
  @Transactional
  public void eraseExpired() {
    Webhook.getEntityManager()
        .createNativeQuery(
            "update webhook set sealed_previous_secrets = '{}', previous_secret_valid_until = null"
                + " where previous_secret_valid_until <= :now")
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  private Stream<String> validPrevious(Webhook webhook) {
    return webhook.hasPreviousSecret(clock.instant())
        ? Arrays.stream(webhook.sealedPreviousSecrets)
        : Stream.empty();
  }

  private String create() {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  private String seal(Webhook webhook, String secret) {
    return sealer.seal(secret, context(webhook));
  }

  private Optional<byte[]> open(Webhook webhook, String sealed) {
    return sealer
        .open(sealed, context(webhook))
        .map(secret -> Base64.getDecoder().decode(secret.substring(PREFIX.length())));
  }

  /** Nobody who can write to the database can move a secret to another webhook. */
  private static String context(Webhook webhook) {
    return "webhook secret\n" + webhook.id;
  }
}
