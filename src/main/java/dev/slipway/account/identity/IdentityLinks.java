package dev.slipway.account.identity;

import dev.slipway.account.AccountLifecycle;
import dev.slipway.account.Accounts;
import dev.slipway.account.CurrentAccount;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets administrators link accounts to identities at a provider, and unlink them. Changes require a
 * login, because a leaked token must not open another way into an account.
 */
@ApplicationScoped
@Transactional
public class IdentityLinks {
  private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{1,255}");

  private final Accounts accounts;
  private final AccountLifecycle lifecycle;
  private final CurrentAccount caller;
  private final Optional<String> issuer;
  private final Clock clock;

  /**
   * @param issuer of the configured provider; empty if there is none
   */
  IdentityLinks(
      Accounts accounts,
      AccountLifecycle lifecycle,
      CurrentAccount caller,
      @ConfigProperty(name = "slipway.oidc.issuer") Optional<String> issuer,
      Clock clock) {
    this.accounts = accounts;
    this.lifecycle = lifecycle;
    this.caller = caller;
    this.issuer = issuer.map(String::strip);
    this.clock = clock;
  }

  /**
   * An identity of an account.
   *
   * @param subject the provider's identifier of the person, which never changes
   * @param configured whether people can log in at this provider now
   */
  public record View(String issuer, String subject, Instant createdAt, boolean configured) {}

  /** The issuer of the provider; empty if none is configured. */
  public Optional<String> issuer() {
    return issuer;
  }

  /**
   * Returns the identities of any account, also of a removed one.
   *
   * @throws ProblemException {@code not-found}
   */
  public List<View> find(String account) {
    accounts.requireExisting(account);
    return AccountIdentity.listOf(account).stream().map(this::toView).toList();
  }

  /**
   * Links an account. Idempotent.
   *
   * @param by the issuer; null or blank for the configured one
   * @throws ProblemException {@code invalid-request}; {@code not-found}; {@code account-removed};
   *     {@code identity-in-use} if another account has the identity; {@code forbidden}
   */
  public void link(String account, String by, String subject) {
    requireLogin();
    var person = requireText("subject", subject);
    var provider = by == null || by.isBlank() ? requireIssuer() : requireText("issuer", by);
    lifecycle.require(account);
    // Two requests for different accounts don't wait for each other, so the insertion decides.
    if (AccountIdentity.insertIfAbsent(provider, person, account, clock.instant())) {
      lifecycle.recordLink(account, "account.linked", detail(provider, person));
      return;
    }
    if (AccountIdentity.findAccount(provider, person).filter(account::equals).isEmpty()) {
      throw new ProblemException(
          ErrorCode.IDENTITY_IN_USE,
          "Another account is linked to this identity. Unlink it there first.");
    }
  }

  /**
   * Unlinks an account, also a removed one, and ends its sessions, because some may have begun with
   * the identity.
   *
   * @throws ProblemException {@code not-found} if the account doesn't have the identity; {@code
   *     last-administrator}; {@code forbidden}
   */
  public void unlink(String account, String by, String subject) {
    requireLogin();
    lifecycle.removeLogin(
        account,
        () -> {
          if (AccountIdentity.delete(
                  "issuer = ?1 and subject = ?2 and account = ?3", by, subject, account)
              == 0) {
            throw new ProblemException(
                ErrorCode.NOT_FOUND, "The account isn't linked to this identity.");
          }
        });
    lifecycle.recordLink(account, "account.unlinked", detail(by, subject));
  }

  private void requireLogin() {
    caller.requireLogin("change accounts");
  }

  private static String requireText(String name, String value) {
    var text = value == null ? "" : value.strip();
    if (!TEXT.matcher(text).matches()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Set '%s' to 1 to 255 characters, exactly as the provider sends it.".formatted(name));
    }
    return text;
  }

  private String requireIssuer() {
    return issuer.orElseThrow(
        () ->
            new ProblemException(
                ErrorCode.INVALID_REQUEST,
                "No OpenID Connect provider is configured, so name the 'issuer'."));
  }

  private View toView(AccountIdentity identity) {
    return new View(
        identity.issuer,
        identity.subject,
        identity.createdAt,
        issuer.filter(identity.issuer::equals).isPresent());
  }

  private static String detail(String issuer, String subject) {
    return "subject %s at %s".formatted(subject, issuer);
  }
}
