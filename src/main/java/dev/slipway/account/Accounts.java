package dev.slipway.account;

import dev.slipway.account.login.LoginSession;
import dev.slipway.account.token.ApiToken;
import dev.slipway.audit.AuditLog;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** All accounts: who is who, and which exist from the start. */
@ApplicationScoped
public class Accounts {
  private static final Logger LOG = Logger.getLogger(Accounts.class);
  private static final Pattern NAME_PATTERN = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /** bcrypt looks at no more, in bytes. */
  private static final int MAX_PASSWORD_BYTES = 72;

  private static final int MIN_PASSWORD_BYTES = 8;

  /** A hash of nobody's password, so that an unknown name takes as long as a wrong password. */
  private static final String DUMMY_HASH = BcryptUtil.bcryptHash("nobody");

  private final boolean demo;
  private final AdminConfig admin;
  private final AuditLog audit;
  private final Clock clock;

  /**
   * @param demo whether the accounts with published passwords exist
   */
  Accounts(
      @ConfigProperty(name = "slipway.demo-accounts", defaultValue = "false") boolean demo,
      AdminConfig admin,
      AuditLog audit,
      Clock clock) {
    this.demo = demo;
    this.admin = admin;
    this.audit = audit;
    this.clock = clock;
  }

  @Transactional
  void createInitialAccounts(@Observes @Priority(1) StartupEvent start) {
    // First: a name of both kinds is the operator's.
    admin.password().ifPresent(this::ensureAdmin);
    if (demo) {
      DemoAccount.ALL.forEach(one -> create(one.name(), one.password(), one.role(), true));
      LOG.warn("Demo accounts with published passwords can log in. Not for production.");
    }
  }

  /** The account, if the password is its own and it may log in at all. */
  public Optional<Account> authenticate(String name, String password) {
    Account account = NAME_PATTERN.matcher(name).matches() ? Account.findById(name) : null;
    var matches =
        BcryptUtil.matches(password, account == null ? DUMMY_HASH : account.passwordHash)
            && password.getBytes(StandardCharsets.UTF_8).length <= MAX_PASSWORD_BYTES;
    return Optional.ofNullable(account).filter(a -> matches && mayLogIn(a));
  }

  /** Whether there is one of this name. */
  public boolean exists(String name) {
    return NAME_PATTERN.matcher(name).matches() && Account.findById(name) != null;
  }

  public boolean mayLogIn(Account account) {
    return !account.demo || demo;
  }

  public List<DemoAccount> demoAccounts() {
    return demo ? DemoAccount.ALL : List.of();
  }

  private void ensureAdmin(String password) {
    validatePassword(password);
    Account account = Account.findById(admin.name());
    if (account != null && account.demo) {
      // Its password is published: from now on it is the operator's. Logins and tokens end.
      LoginSession.delete("account", account);
      ApiToken.delete("account", account);
      account.takeOver(BcryptUtil.bcryptHash(password), Role.ADMIN);
      audit.record(AuditLog.SYSTEM, "account.claimed", account.name, null);
      return;
    }
    create(admin.name(), password, Role.ADMIN, false);
  }

  private static void validatePassword(String password) {
    var bytes = password.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < MIN_PASSWORD_BYTES || bytes > MAX_PASSWORD_BYTES) {
      throw new IllegalArgumentException(
          "SLIPWAY_ADMIN_PASSWORD must have %d to %d bytes."
              .formatted(MIN_PASSWORD_BYTES, MAX_PASSWORD_BYTES));
    }
  }

  private void create(String name, String password, Role role, boolean isDemo) {
    if (!NAME_PATTERN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "An account's name has 1 to 64 of a-z 0-9 . _ - and starts with a letter or digit, not "
              + name);
    }
    if (Account.findById(name) != null) {
      return;
    }
    var account = new Account(name, BcryptUtil.bcryptHash(password), role, isDemo, clock.instant());
    // Another replica may be starting too.
    if (account.insertIfAbsent()) {
      audit.record(AuditLog.SYSTEM, "account.created", name, role.name());
    }
  }
}
