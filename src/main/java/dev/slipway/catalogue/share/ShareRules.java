package dev.slipway.catalogue.share;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.login.SharedPasswords;
import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Validates requests for links, and hashes their passwords. Created at startup, so that an invalid
 * setting stops the start.
 */
@Startup
@ApplicationScoped
class ShareRules {
  /** As many grants of a link are kept, so that each of its viewers can watch. */
  static final int MAX_USES = VisitorGrants.MAX_GRANTS_PER_LINK;

  static final Duration MIN_LIFETIME = Duration.ofMinutes(1);

  private final ShareConfig config;
  private final ShareManagers managers;
  private final ShareLinks links;
  private final SharedPasswords passwords;
  private final CurrentAccount caller;

  ShareRules(
      ShareConfig config,
      ShareManagers managers,
      ShareLinks links,
      SharedPasswords passwords,
      CurrentAccount caller) {
    this.config = config;
    this.managers = managers;
    this.links = links;
    this.passwords = passwords;
    this.caller = caller;
    if (config.lifetime().compareTo(MIN_LIFETIME) < 0
        || config.lifetime().compareTo(config.longest()) > 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_SHARES_LIFETIME must be from 1 minute to SLIPWAY_SHARES_LONGEST.");
    }
    if (config.grantLifetime().compareTo(MIN_LIFETIME) < 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_SHARES_GRANT_LIFETIME must be at least 1 minute.");
    }
  }

  /**
   * Returns the terms of a new link. Must not be called in a transaction, because hashing a
   * password may wait.
   *
   * @throws ProblemException {@code invalid-request}; {@code overloaded}; {@code
   *     too-many-requests}; {@code quota-exceeded}; as {@link ShareManagers#requireShareable}
   */
  ShareTerms validate(String videoId, ShareRequest request) {
    var lifetime = lifetimeOf(request.expiresIn());
    requireValidUses(request.maxUses());
    // Before the password is hashed, which costs a tenth of a second.
    managers.requireShareable(videoId);
    links.requireRoom(videoId);
    return new ShareTerms(
        lifetime,
        request.hasPassword()
            ? passwords.hash(request.password(), caller.getName(), caller.address())
            : null,
        request.maxUses(),
        SafeText.label(request.label()).orElse(null),
        Boolean.TRUE.equals(request.allowDownload()));
  }

  private Duration lifetimeOf(Long seconds) {
    if (seconds == null) {
      return config.lifetime();
    }
    if (seconds < MIN_LIFETIME.toSeconds() || seconds > config.longest().toSeconds()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'expiresIn' must be from %d to %d seconds."
              .formatted(MIN_LIFETIME.toSeconds(), config.longest().toSeconds()));
    }
    return Duration.ofSeconds(seconds);
  }

  private static void requireValidUses(Integer maxUses) {
    if (maxUses != null && (maxUses < 1 || maxUses > MAX_USES)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'maxUses' must be from 1 to %,d. Leave it out for any number.".formatted(MAX_USES));
    }
  }
}
