package dev.slipway.sftp.server;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.SecretToken;
import dev.slipway.account.TokenScope;
import dev.slipway.account.login.LoginService;
import dev.slipway.account.ssh.SshKeys;
import dev.slipway.account.token.ApiTokens;
import dev.slipway.audit.AuditLog;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.ratelimit.LogLimit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.transaction.Transactional;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Logs accounts in that may upload, with their password, with an API token instead of it, or with a
 * public key. Wrong passwords count together with those of the login page; keys of others don't,
 * because clients offer all that they have, and nobody can guess a signature.
 */
@ApplicationScoped
class SftpLogins {
  private static final Logger LOG = Logger.getLogger(SftpLogins.class);

  private final LoginService logins;
  private final ApiTokens tokens;
  private final SshKeys keys;
  private final Accounts accounts;
  private final AuditLog audit;
  private final Clock clock;
  private final LogLimit logLimit;

  SftpLogins(
      LoginService logins,
      ApiTokens tokens,
      SshKeys keys,
      Accounts accounts,
      AuditLog audit,
      Clock clock) {
    this.logins = logins;
    this.tokens = tokens;
    this.keys = keys;
    this.accounts = accounts;
    this.audit = audit;
    this.clock = clock;
    this.logLimit = LogLimit.forLines(clock);
  }

  /**
   * @throws LoginRefusedException if the login is refused
   */
  @ActivateRequestContext
  public SftpLogin logIn(String username, String password, InetAddress remote) {
    var address = ClientAddress.of(remote.getHostAddress());
    var login =
        verify(username, password, address).orElseThrow(LoginRefusedException::ofWrongPassword);
    requireUsable(login, remote);
    return login;
  }

  /**
   * Whether the login is still valid: nobody has ended it, and the account exists and may upload,
   * and so does the token.
   */
  @ActivateRequestContext
  public boolean isValid(SftpLogin login) {
    return findAccount(login)
        .filter(Account::mayUpload)
        .filter(account -> isOpen(login, account))
        .isPresent();
  }

  /**
   * Finds the account whose key this is. The client has proved nothing yet, so it must not learn
   * whether the account {@linkplain #requireUsable may log in}.
   *
   * @param fingerprint of the key that the client has sent, {@code SHA256:…}
   * @return empty if the key doesn't belong to the account
   */
  @ActivateRequestContext
  public Optional<SftpLogin> findByKey(String username, String fingerprint, InetAddress remote) {
    var address = ClientAddress.of(remote.getHostAddress());
    return keys.findAccount(username, fingerprint)
        .map(account -> SftpLogin.withKey(account, fingerprint, address));
  }

  /**
   * A demo account has a published password, so it can be used from this machine only. A viewer has
   * no files.
   *
   * @param login of a client that has proved who it is
   * @throws LoginRefusedException if the account may not log in from there
   */
  void requireUsable(SftpLogin login, InetAddress remote) {
    if (login.account().isDemo() && !remote.isLoopbackAddress()) {
      if (logLimit.tryAcquire(login.address())) {
        LOG.warnf(
            "Refused the demo account %s over SFTP from %s: demo accounts can be used only from"
                + " this machine",
            login.name(), login.address().text());
      }
      throw new LoginRefusedException(
          "Demo accounts can be used only from the machine of the server.");
    }
    if (!login.account().mayUpload()) {
      if (logLimit.tryAcquire(login.address())) {
        LOG.infof(
            "Refused %s over SFTP from %s: the account may not upload",
            login.name(), login.address().text());
      }
      throw new LoginRefusedException(
          "This account may not upload. Ask an administrator for the role creator.");
    }
  }

  private Optional<Account> findAccount(SftpLogin login) {
    if (login.key() != null) {
      return keys.findAccount(login.name(), login.key());
    }
    return login.token() == null
        ? accounts.findUsable(login.name()).filter(found -> found.hasSamePassword(login.account()))
        : tokens.findAccount(login.token(), TokenScope.SFTP, login.address());
  }

  /**
   * Returns those of the logins that were ended, or whose account can't be used any more or has
   * another password. Doesn't check tokens, because that counts as their use, and keys.
   */
  @ActivateRequestContext
  public List<SftpLogin> findEnded(Collection<SftpLogin> open) {
    var names = open.stream().map(SftpLogin::name).collect(Collectors.toSet());
    var usable =
        accounts.findUsable(names).stream()
            .filter(Account::mayUpload)
            .collect(Collectors.toMap(account -> account.name, Function.identity()));
    return open.stream().filter(login -> !isUsable(login, usable.get(login.name()))).toList();
  }

  private static boolean isUsable(SftpLogin login, Account account) {
    var hasOwnSecret = login.token() != null || login.key() != null;
    return account != null
        && isOpen(login, account)
        && (hasOwnSecret || account.hasSamePassword(login.account()));
  }

  /** Whether nobody has ended all logins of the account since this one. */
  private static boolean isOpen(SftpLogin login, Account account) {
    return account.loginsEnded() == login.account().loginsEnded();
  }

  @Transactional
  @ActivateRequestContext
  public void recordBegin(SftpLogin login) {
    // A first login over SFTP doesn't prove that an account without a password can log in
    // elsewhere.
    Account.lock(login.name())
        .filter(account -> account.hasPassword() || account.lastLoginAt() != null)
        .ifPresent(account -> account.recordLogin(clock.instant()));
    if (login.key() != null) {
      keys.recordUse(login.name(), login.key());
    }
    audit.record(login.name(), "login.succeeded", login.name(), login.method(), login.address());
    LOG.infof("%s logged in over SFTP from %s", login.name(), login.address().text());
  }

  @Transactional
  @ActivateRequestContext
  public void recordEnd(SftpLogin login) {
    audit.record(login.name(), "login.ended", login.name(), login.method(), login.address());
    LOG.infof("%s logged out over SFTP from %s", login.name(), login.address().text());
  }

  private Optional<SftpLogin> verify(String username, String password, ClientAddress address) {
    if (password.startsWith(ApiTokens.PREFIX)) {
      var token = new SecretToken(password);
      var account =
          tokens
              .findAccount(token, TokenScope.SFTP, address)
              .filter(found -> found.name.equals(username));
      if (account.isPresent()) {
        return Optional.of(SftpLogin.withToken(account.get(), token, address));
      }
      // An unknown token, or one without the scope, counts as a failed login.
    }
    return logins
        .verify(username, password, address)
        .map(account -> SftpLogin.withPassword(account, address));
  }
}
