package dev.slipway.account.administration;

import dev.slipway.account.Account;
import dev.slipway.account.AccountEvent;
import dev.slipway.account.AccountLifecycle;
import dev.slipway.account.CurrentAccount;
import dev.slipway.account.SecretToken;
import dev.slipway.audit.AuditLog;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Issues, withdraws and consumes the links with which people choose their password. */
@ApplicationScoped
class Invitations {
  private final InvitationConfig config;
  private final AccountLifecycle lifecycle;
  private final CurrentAccount caller;
  private final AuditLog audit;
  private final SecureRandom random;
  private final Clock clock;

  Invitations(
      InvitationConfig config,
      AccountLifecycle lifecycle,
      CurrentAccount caller,
      AuditLog audit,
      SecureRandom random,
      Clock clock) {
    this.config = config;
    this.lifecycle = lifecycle;
    this.caller = caller;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /** A new link. The token is nowhere else. */
  record Issued(SecretToken token, Instant expiresAt) {}

  void start(@Observes StartupEvent started) {
    if (config.lifetime().isNegative() || config.lifetime().isZero()) {
      throw new IllegalArgumentException("SLIPWAY_INVITATIONS_LIFETIME must be above zero.");
    }
  }

  /**
   * Issues a link for an account on behalf of the caller; the one before becomes invalid.
   *
   * @throws ProblemException {@code demo-account}; {@code account-disabled}
   */
  @Transactional(Transactional.TxType.MANDATORY)
  Issued issue(Account account) {
    AccountLifecycle.requireNoDemoAccount(account);
    if (account.isDisabled()) {
      throw new ProblemException(
          ErrorCode.ACCOUNT_DISABLED, "Enable the account first, then send the invitation.");
    }
    var issued = replace(account.name, caller.getName());
    audit.record(caller.getName(), "account.invited", account.name, null, caller.address());
    return issued;
  }

  /** Issues a link on behalf of the application. */
  @Transactional(Transactional.TxType.MANDATORY)
  Issued issueAtStart(String account) {
    var issued = replace(account, AuditLog.SYSTEM);
    audit.record(AuditLog.SYSTEM, "account.invited", account, "at the start");
    return issued;
  }

  private Issued replace(String account, String createdBy) {
    Invitation.deleteById(account);
    Invitation.flush();
    var token = SecretToken.random(random, "");
    var now = clock.instant();
    var invitation = new Invitation(account, token, createdBy, now, now.plus(config.lifetime()));
    invitation.persist();
    return new Issued(token, invitation.expiresAt);
  }

  /**
   * Makes the link of an account invalid.
   *
   * @throws ProblemException {@code not-found} if there is none
   */
  @Transactional(Transactional.TxType.MANDATORY)
  void withdraw(String account) {
    if (!Invitation.deleteById(account)) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "The account has no invitation.");
    }
    audit.record(caller.getName(), "invitation.withdrawn", account, null, caller.address());
  }

  /** Finds the account whose password a link lets a person choose. */
  @Transactional
  Optional<String> findAccount(SecretToken token) {
    return findValid(token).map(invitation -> invitation.account);
  }

  /**
   * Consumes a link.
   *
   * @param passwordHash of the chosen password
   * @return false if the link has expired, was withdrawn or has been used
   */
  @Transactional
  boolean use(SecretToken token, String passwordHash) {
    var name = findValid(token).map(invitation -> invitation.account);
    if (name.isEmpty()) {
      return false;
    }
    var account = lifecycle.require(name.get());
    // Only one of two concurrent requests deletes the row.
    if (account.isDisabled() || Invitation.delete("tokenHash", (Object) token.hash()) == 0) {
      return false;
    }
    lifecycle.choosePassword(account, passwordHash);
    return true;
  }

  /** Returns when the links of these accounts expire. */
  @Transactional
  Map<String, Instant> findExpiries(Collection<String> accounts) {
    return accounts.isEmpty()
        ? Map.of()
        : Invitation.<Invitation>find("account in ?1 and expiresAt > ?2", accounts, clock.instant())
            .stream()
            .collect(Collectors.toMap(found -> found.account, found -> found.expiresAt));
  }

  /** Whether the application issued a link for the account after this time. */
  @Transactional(Transactional.TxType.MANDATORY)
  boolean wasIssuedAtStart(String account, Instant after) {
    return Invitation.count(
            "account = ?1 and createdBy = ?2 and createdAt > ?3", account, AuditLog.SYSTEM, after)
        > 0;
  }

  /** A link that was issued before is not for the next state of the account. */
  @Transactional(Transactional.TxType.MANDATORY)
  void delete(@Observes AccountEvent event) {
    switch (event.kind()) {
      case DISABLED, REMOVED, CLAIMED -> Invitation.deleteById(event.name());
      case RESET, LOGGED_OUT -> {
        // The link is what follows a reset.
      }
    }
  }

  private Optional<Invitation> findValid(SecretToken token) {
    return Invitation.<Invitation>find("tokenHash", (Object) token.hash())
        .firstResultOptional()
        .filter(found -> !found.isExpired(clock.instant()))
        .filter(
            found ->
                Account.<Account>findByIdOptional(found.account)
                    .filter(Account::isActive)
                    .isPresent());
  }
}
