package dev.slipway.account;

import dev.slipway.account.AccountEvent.Kind;
import dev.slipway.audit.AuditLog;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Performs every change that an administrator makes to an account, with its audit entry and event.
 * Each joins the transaction of its caller, and locks the account, so that changes at the same time
 * follow one another. The last administrator who can log in stays one.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class AccountLifecycle {
  private final Accounts accounts;
  private final Administrators administrators;
  private final CurrentAccount caller;
  private final AuditLog audit;
  private final Event<AccountEvent> events;
  private final Clock clock;

  AccountLifecycle(
      Accounts accounts,
      Administrators administrators,
      CurrentAccount caller,
      AuditLog audit,
      Event<AccountEvent> events,
      Clock clock) {
    this.accounts = accounts;
    this.administrators = administrators;
    this.caller = caller;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Creates an account without a password.
   *
   * @throws ProblemException {@code invalid-request}; {@code account-exists}, also for a name that
   *     a removed account had
   */
  public Account create(String name, Role role, QuotaLimits limits) {
    Accounts.requireValidName(name);
    var now = clock.instant();
    if (!new Account(name, null, role, false, now).insertIfAbsent()) {
      throw new ProblemException(
          ErrorCode.ACCOUNT_EXISTS,
          "The name '%s' is in use, or a removed account had it. Choose another one."
              .formatted(name));
    }
    var account = Account.lock(name).orElseThrow();
    account.limit(limits);
    record("account.created", name, role.name());
    return account;
  }

  /**
   * Requires that there is an account for the first administrator, while nobody can log in as one.
   * Concurrent calls wait for each other.
   *
   * @return the name of the configured account, which has no password; empty if an administrator
   *     can log in, or if that account is disabled, removed or of another role
   * @throws IllegalArgumentException if the configured name isn't valid
   */
  public Optional<String> ensureFirstAdministrator() {
    Account.lockAdministrators();
    return administrators.exists() ? Optional.empty() : accounts.ensureInvitedAdministrator();
  }

  /**
   * Locks an account that is not removed.
   *
   * @throws ProblemException {@code not-found}; {@code account-removed}
   */
  public Account require(String name) {
    var account = requireAny(name);
    if (account.isRemoved()) {
      throw new ProblemException(
          ErrorCode.ACCOUNT_REMOVED, "This account was removed and can no longer be changed.");
    }
    return account;
  }

  /**
   * Changes the role; it applies to the next request of the account.
   *
   * @param expected the role that the caller has seen; null if it doesn't matter
   * @throws ProblemException {@code account-changed} if the role is another one; {@code
   *     last-administrator}
   */
  public void changeRole(String name, Role expected, Role role) {
    Account.lockAdministrators();
    var account = require(name);
    if (expected != null && account.role() != expected) {
      throw changedMeanwhile("role");
    }
    if (account.role() == role) {
      return;
    }
    if (account.isAdmin()) {
      requireAnotherAdministrator(account);
    }
    var before = account.role();
    account.changeRole(role);
    record("account.changed", name, "role %s, before %s".formatted(role, before));
  }

  /**
   * Changes the limits. What is stored beyond them stays; further uploads are refused.
   *
   * @param change makes the new limits of the present ones, which nobody else can change meanwhile
   */
  public void limit(String name, UnaryOperator<QuotaLimits> change) {
    Account.lockAdministrators();
    var account = require(name);
    var before = account.quotaLimits();
    var limits = change.apply(before);
    if (before.equals(limits)) {
      return;
    }
    account.limit(limits);
    record(
        "account.changed",
        name,
        "quota of bytes %s, videos %s, open uploads %s, before %s, %s, %s"
            .formatted(
                limits.bytes(),
                limits.videos(),
                limits.openUploads(),
                before.bytes(),
                before.videos(),
                before.openUploads()));
  }

  /**
   * Replaces limits that the caller has seen.
   *
   * @throws ProblemException {@code account-changed} if there are others now
   */
  public void replaceLimits(String name, QuotaLimits expected, QuotaLimits limits) {
    limit(
        name,
        present -> {
          if (!present.equals(expected)) {
            throw changedMeanwhile("quota");
          }
          return limits;
        });
  }

  /**
   * Disables an account: its sessions end, and what it created rests. Idempotent.
   *
   * @throws ProblemException {@code last-administrator}
   */
  public void disable(String name) {
    Account.lockAdministrators();
    var account = require(name);
    if (account.isDisabled()) {
      return;
    }
    requireAnotherAdministrator(account);
    account.disable(clock.instant());
    record("account.disabled", name, null);
    events.fire(new AccountEvent(Kind.DISABLED, name));
  }

  /** Enables a disabled account. Idempotent. */
  public void enable(String name) {
    Account.lockAdministrators();
    var account = require(name);
    if (account.isDisabled()) {
      account.enable();
      record("account.enabled", name, null);
    }
  }

  /** Ends all sessions of an account. */
  public void endSessions(String name) {
    require(name);
    record("login.ended", name, "by an administrator");
    events.fire(new AccountEvent(Kind.LOGGED_OUT, name));
  }

  /** Records that an account was linked to an identity, or unlinked. */
  public void recordLink(String name, String action, String detail) {
    record(action, name, detail);
  }

  /**
   * Removes one way to log in to an account, and ends its sessions; also of one that was removed:
   * what is linked to it may be needed for another one.
   *
   * @param removal changes the database
   * @throws ProblemException {@code not-found}; {@code last-administrator} if no administrator
   *     could log in afterwards
   */
  public void removeLogin(String name, Runnable removal) {
    Account.lockAdministrators();
    var account = requireAny(name);
    var couldAdminister = administrators.exists();
    removal.run();
    if (account.isAdmin() && couldAdminister && !administrators.exists()) {
      throw lastAdministrator();
    }
    if (!account.isRemoved()) {
      endSessions(name);
    }
  }

  /**
   * Takes the password away, if there is one, and ends all sessions.
   *
   * @throws ProblemException {@code last-administrator}; {@code demo-account}
   */
  public void resetPassword(String name) {
    Account.lockAdministrators();
    var account = require(name);
    requireNoDemoAccount(account);
    if (account.hasPassword()) {
      requireAnotherAdministrator(account);
      account.changePassword(null);
      record("account.reset", name, null);
      events.fire(new AccountEvent(Kind.RESET, name));
    } else if (account.lastLoginAt() != null) {
      // Of a person who logs in at a provider.
      endSessions(name);
    }
  }

  /**
   * Requires that an account isn't a demo account, whose password is published.
   *
   * @throws ProblemException {@code demo-account}
   */
  public static void requireNoDemoAccount(Account account) {
    if (account.isDemo()) {
      throw new ProblemException(
          ErrorCode.DEMO_ACCOUNT,
          "The password of a demo account is published, so it can't be replaced. Disable the"
              + " account, or set SLIPWAY_DEMO_ACCOUNTS to false.");
    }
  }

  /** Gives an invited account the password that its person has chosen. */
  public void choosePassword(Account account, String passwordHash) {
    account.changePassword(passwordHash);
    audit.record(account.name, "invitation.used", account.name, null, caller.address());
    events.fire(new AccountEvent(Kind.RESET, account.name));
  }

  /**
   * Removes an account for ever. Its name stays reserved.
   *
   * @param detail what happens to its videos, for the audit log
   * @throws ProblemException {@code own-account}; {@code last-administrator}
   */
  public void remove(String name, String detail) {
    Account.lockAdministrators();
    var account = require(name);
    if (name.equals(caller.getName())) {
      throw new ProblemException(
          ErrorCode.OWN_ACCOUNT, "You can't remove your own account. Ask another administrator.");
    }
    requireAnotherAdministrator(account);
    account.remove(clock.instant());
    record("account.removed", name, detail);
    events.fire(new AccountEvent(Kind.REMOVED, name));
  }

  private static Account requireAny(String name) {
    return (Accounts.isValidName(name) ? Account.lock(name) : Optional.<Account>empty())
        .orElseThrow(Accounts::unknown);
  }

  private void requireAnotherAdministrator(Account account) {
    if (account.isAdmin()
        && accounts.mayLogIn(account)
        && !administrators.existsExcept(account.name)) {
      throw lastAdministrator();
    }
  }

  private static ProblemException lastAdministrator() {
    return new ProblemException(
        ErrorCode.LAST_ADMINISTRATOR,
        "This is the only administrator who can log in. Give another account the role admin first.");
  }

  private static ProblemException changedMeanwhile(String what) {
    return new ProblemException(
        ErrorCode.ACCOUNT_CHANGED,
        "Someone else has changed the %s since you opened the page, so nothing was changed. Check"
                .formatted(what)
            + " the present value, then try again.");
  }

  private void record(String action, String name, String detail) {
    audit.record(caller.getName(), action, name, detail, caller.address());
  }
}
