package dev.slipway.account.oidc;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.Role;
import dev.slipway.account.identity.AccountIdentity;
import dev.slipway.account.login.Browser;
import dev.slipway.account.login.LoginMethod;
import dev.slipway.account.login.LoginSessions;
import dev.slipway.account.oidc.IdTokenVerifier.IdToken;
import dev.slipway.account.oidc.LogoutTokenVerifier.LogoutToken;
import dev.slipway.account.oidc.OidcRefusal.Reason;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.LogText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;

/**
 * Begins and ends the sessions of people whom the provider knows. Their accounts are created at the
 * first login and get the role that the provider assigns at each login.
 */
@ApplicationScoped
class OidcAccounts {
  /** As the audit log names it. */
  static final String METHOD = "OpenID Connect";

  private final OidcSettings settings;
  private final Accounts accounts;
  private final LoginSessions sessions;
  private final Clock clock;

  OidcAccounts(OidcSettings settings, Accounts accounts, LoginSessions sessions, Clock clock) {
    this.settings = settings;
    this.accounts = accounts;
    this.sessions = sessions;
    this.clock = clock;
  }

  /**
   * A session that has begun.
   *
   * @param token of the session, for its cookie
   */
  record BegunSession(Account account, String token) {
    @Override
    public String toString() {
      return "a session of " + account.name;
    }
  }

  /**
   * Begins a session for the account of a person.
   *
   * @param previousSession the token of the session that the browser has now, which ends, or null
   */
  @Transactional(rollbackOn = OidcRefusal.class)
  BegunSession begin(IdToken token, Browser browser, String previousSession) throws OidcRefusal {
    var role =
        settings
            .roleMapping()
            .roleOf(token.claims())
            .orElseThrow(() -> refusal(Reason.NO_ROLE, "no role", token));
    var name =
        AccountIdentity.findAccount(settings.issuer(), token.subject())
            .or(() -> create(token, role));
    if (name.isEmpty()) {
      throw refuseName(token);
    }
    var account =
        Account.lock(name.get())
            .filter(accounts::mayLogIn)
            .orElseThrow(() -> refusal(Reason.DISABLED, name.get() + " is disabled", token));
    var session =
        sessions
            .begin(account, LoginMethod.OPENID_CONNECT, browser, previousSession)
            .orElseThrow(() -> refusal(Reason.DISABLED, name.get() + " is disabled", token));
    // Not before, because a session reads the account again.
    accounts.applyRole(account, role, METHOD);
    new OidcSession(session, settings.issuer(), token, clock.instant()).persist();
    return new BegunSession(account, session);
  }

  /**
   * Ends the sessions that a logout at the provider concerns.
   *
   * @return how many have ended
   */
  @Transactional
  int end(LogoutToken logout, ClientAddress address) {
    var latest = logout.issuedAt().plus(ProviderTokenVerifier.MAX_CLOCK_SKEW);
    var ended = OidcSession.findOf(settings.issuer(), logout, latest);
    for (var session : ended) {
      sessions.end(session.tokenHash, address, "logged out at the provider");
    }
    return ended.size();
  }

  /** Empty if an account that doesn't belong to this person has the name. */
  private Optional<String> create(IdToken token, Role role) {
    var name = nameOf(token).filter(text -> accounts.createWithoutPassword(text, role, METHOD));
    if (name.isEmpty()) {
      // Another request of the same person may have created it.
      return AccountIdentity.findAccount(settings.issuer(), token.subject());
    }
    AccountIdentity.insert(settings.issuer(), token.subject(), name.get(), clock.instant());
    return name;
  }

  private Optional<String> nameOf(IdToken token) {
    return AccountNames.from(token.claim(settings.usernameClaim()));
  }

  private OidcRefusal refuseName(IdToken token) {
    var name = nameOf(token);
    return name.isEmpty()
        ? refusal(Reason.NO_NAME, "no usable claim " + settings.usernameClaim(), token)
        : refusal(
            Reason.NAME_TAKEN, "the name " + name.get() + " belongs to another account", token);
  }

  /** An administrator needs the subject to find the person, or to link an account. */
  private static OidcRefusal refusal(Reason reason, String message, IdToken token) {
    return new OidcRefusal(reason, message + ", subject " + LogText.of(token.subject()));
  }
}
