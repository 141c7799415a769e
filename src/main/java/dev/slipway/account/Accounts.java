package dev.slipway.account;

import dev.slipway.account.password.PasswordHasher;
import dev.slipway.account.password.PasswordRules;
import dev.slipway.audit.AuditLog;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Creates the initial accounts, and finds those that can be used. */
@ApplicationScoped
public class Accounts {
  private static final Logger LOG = Logger.getLogger(Accounts.class);
  private static final Pattern NAME_PATTERN = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  private final boolean demo;
  private final AdminConfig admin;
  private final PasswordHasher hasher;
  private final AuditLog audit;
  private final Event<AccountEvent> events;
  private final Clock clock;

  /**
   * @param demo whether the accounts with published passwords exist and can log in
   */
  Accounts(
      @ConfigProperty(name = "slipway.demo-accounts", defaultValue = "false") boolean demo,
      AdminConfig admin,
      PasswordHasher hasher,
      AuditLog audit,
      Event<AccountEvent> events,
      Clock clock) {
    this.demo = demo;
    this.admin = admin;
    this.hasher = hasher;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
  }

  @Transactional
  void createInitialAccounts(@Observes @Priority(1) StartupEvent start) {
    // The admin comes first: if it has the name of a demo account, the operator's account wins.
    admin.password().ifPresent(this::ensureAdmin);
    if (demo) {
      for (var account : DemoAccount.ALL) {
        create(account.name(), account.password(), account.role(), true);
      }
      LOG.warn("Demo accounts with published passwords can log in. Don't use this in production.");
    }
  }

  /**
   * Finds an account, also one that can't be used at this moment.
   *
   * @param name any text
   */
  Optional<Account> find(String name) {
    return NAME_PATTERN.matcher(name).matches() ? Account.findByIdOptional(name) : Optional.empty();
  }

  /** Whether the account exists and is not removed, so that videos can belong to it. */
  public boolean mayOwn(String name) {
    return isValidName(name)
        && Account.<Account>findByIdOptional(name).filter(found -> !found.isRemoved()).isPresent();
  }

  public boolean exists(String name) {
    return find(name).isPresent();
  }

  /** Returns those of the texts that are names of accounts, also of removed ones. */
  @Transactional
  public Set<String> findExisting(Collection<String> names) {
    return names.isEmpty()
        ? Set.of()
        : Account.<Account>find("name in ?1", names).stream()
            .map(account -> account.name)
            .collect(Collectors.toSet());
  }

  /**
   * Requires that there is or was an account of this name.
   *
   * @throws ProblemException {@code not-found}
   */
  public void requireExisting(String name) {
    if (!exists(name)) {
      throw unknown();
    }
  }

  /** The problem that there is no such account. */
  public static ProblemException unknown() {
    return new ProblemException(
        ErrorCode.NOT_FOUND, "There is no account of this name. Check the spelling.");
  }

  /** Finds an account that can be used at this moment. */
  public Optional<Account> findUsable(String name) {
    return Account.<Account>findByIdOptional(name).filter(this::mayLogIn);
  }

  /**
   * Whether the account can be used: it is neither disabled nor removed, and demo accounts only
   * while demo accounts are enabled.
   */
  public boolean mayLogIn(Account account) {
    return account.isActive() && (!account.demo || demo);
  }

  /** Returns which of these accounts can be used at this moment. */
  @Transactional
  public List<Account> findUsable(Collection<String> names) {
    return names.isEmpty()
        ? List.of()
        : Account.<Account>find("name in ?1", names).stream().filter(this::mayLogIn).toList();
  }

  /**
   * Creates an account of a person whom another system authenticates.
   *
   * @param source of the account, for the audit log
   * @return false if the name exists
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean createWithoutPassword(String name, Role role, String source) {
    if (!new Account(name, null, role, false, clock.instant()).insertIfAbsent()) {
      return false;
    }
    audit.record(AuditLog.SYSTEM, "account.created", name, role.name() + " by " + source);
    return true;
  }

  /**
   * Gives an account the role that another system assigns to its owner. That system decides alone,
   * so it can take the role from the last administrator, too.
   *
   * @param source of the role, for the audit log
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void applyRole(Account account, Role role, String source) {
    if (account.role != role) {
      audit.record(
          AuditLog.SYSTEM,
          "account.changed",
          account.name,
          "role %s instead of %s by %s".formatted(role, account.role, source));
      account.changeRole(role);
    }
  }

  /** The accounts to offer on the login page: none unless demo accounts are enabled. */
  public List<DemoAccount> demoAccounts() {
    return demo ? DemoAccount.ALL : List.of();
  }

  /**
   * Tells why the administrator whose password the settings name can't administer: an administrator
   * has disabled, demoted or removed the account, and a start doesn't undo that.
   *
   * @return empty if the account can administer, or if the settings name no password
   */
  @Transactional
  public Optional<String> findConfiguredProblem() {
    return admin
        .password()
        .flatMap(password -> find(admin.name()))
        .flatMap(Accounts::stateOf)
        .map(
            state ->
                "SLIPWAY_ADMIN_NAME and SLIPWAY_ADMIN_PASSWORD name the account %s, but it %s. A start"
                        .formatted(admin.name(), state)
                    + " doesn't change that. Make it an administrator again, name another account,"
                    + " or remove both settings.");
  }

  private static Optional<String> stateOf(Account account) {
    if (account.isRemoved()) {
      return Optional.of("was removed");
    }
    if (account.isDisabled()) {
      return Optional.of("is disabled");
    }
    return account.isAdmin()
        ? Optional.empty()
        : Optional.of("has the role " + account.role.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Creates the configured administrator account without a password, or takes it over from a demo
   * account that can't be used.
   *
   * @return its name; empty if the account is disabled, removed or of another role
   */
  @Transactional(Transactional.TxType.MANDATORY)
  Optional<String> ensureInvitedAdministrator() {
    var name = requireValidAdminName();
    if (new Account(name, null, Role.ADMIN, false, clock.instant()).insertIfAbsent()) {
      audit.record(AuditLog.SYSTEM, "account.created", name, Role.ADMIN.name());
      return Optional.of(name);
    }
    var account = Account.lock(name).orElseThrow();
    if (account.demo) {
      events.fire(new AccountEvent(AccountEvent.Kind.CLAIMED, name));
      account.convert(null, Role.ADMIN);
      audit.record(AuditLog.SYSTEM, "account.claimed", name, null);
    }
    return mayLogIn(account) && account.isAdmin() ? Optional.of(name) : Optional.empty();
  }

  private String requireValidAdminName() {
    try {
      requireValidName(admin.name());
      return admin.name();
    } catch (ProblemException invalid) {
      throw new IllegalArgumentException(
          "SLIPWAY_ADMIN_NAME can't be used. " + invalid.getMessage(), invalid);
    }
  }

  /**
   * Whether nobody can administer yet. Another administrator who took the password away must not
   * see it come back.
   */
  private boolean isUnusedAdmin(Account account) {
    return account.isAdmin()
        && !account.hasPassword()
        && account.lastLoginAt() == null
        && mayLogIn(account)
        && !existsOtherAdministrator(account.name);
  }

  /** Also counts one who can't log in while passwords or the provider are switched off. */
  private boolean existsOtherAdministrator(String name) {
    return Account.<Account>find(
            "role = ?1 and name <> ?2 and (passwordHash is not null or lastLoginAt is not null)",
            Role.ADMIN,
            name)
        .stream()
        .anyMatch(this::mayLogIn);
  }

  /** Whether an account can have this name. */
  public static boolean isValidName(String name) {
    return name != null && NAME_PATTERN.matcher(name).matches();
  }

  /**
   * @throws ProblemException {@code invalid-request}
   */
  static void requireValidName(String name) {
    if (!isValidName(name)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "A name has 1 to 64 of the characters a-z 0-9 . _ - and starts with a letter or digit.");
    }
    if (AuditLog.RESERVED_ACTORS.contains(name)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "The audit log uses the name '%s'. Choose another one.".formatted(name));
    }
  }

  /**
   * The setting is the account's first password; if the account has one, it is not read. A start
   * without the setting may have created the account.
   */
  private void ensureAdmin(String password) {
    var name = requireValidAdminName();
    // Another replica may start at the same time.
    Account.lockAdministrators();
    Account account = Account.findById(name);
    if (account != null && !account.demo && !isUnusedAdmin(account)) {
      findConfiguredProblem().ifPresent(problem -> LOG.warn(problem));
      return;
    }
    PasswordRules.findProblem(password, name)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(
                  "SLIPWAY_ADMIN_PASSWORD can't be used. " + problem);
            });
    if (account != null && !account.demo) {
      // Also voids the link that an earlier start has logged.
      events.fire(new AccountEvent(AccountEvent.Kind.CLAIMED, account.name));
      account.changePassword(hasher.hash(password));
      audit.record(AuditLog.SYSTEM, "password.changed", account.name, "from the configuration");
      return;
    }
    if (account != null) {
      convertToAdmin(account, password);
      return;
    }
    create(name, password, Role.ADMIN, false);
  }

  /** Replaces the published password, and ends every login and token that it led to. */
  private void convertToAdmin(Account account, String password) {
    events.fire(new AccountEvent(AccountEvent.Kind.CLAIMED, account.name));
    account.convert(hasher.hash(password), Role.ADMIN);
    audit.record(AuditLog.SYSTEM, "account.claimed", account.name, null);
  }

  private void create(String name, String password, Role role, boolean isDemo) {
    if (Account.findById(name) != null) {
      return;
    }
    var account = new Account(name, hasher.hash(password), role, isDemo, clock.instant());
    // Another replica may insert it between the query above and here.
    if (account.insertIfAbsent()) {
      audit.record(AuditLog.SYSTEM, "account.created", name, role.name());
    }
  }
}
