package dev.slipway.account;

import dev.slipway.audit.AuditLog;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Creates the initial accounts and verifies passwords. */
@ApplicationScoped
public class Accounts {
  private static final Logger LOG = Logger.getLogger(Accounts.class);
  private static final Pattern NAME_PATTERN = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /** bcrypt ignores bytes beyond the 72nd, so longer passwords are refused. */
  private static final int MAX_PASSWORD_BYTES = 72;

  private static final int MIN_PASSWORD_BYTES = 8;

  /** Compared for unknown names, so that they take as long to refuse as a wrong password. */
  private static final String DUMMY_HASH = BcryptUtil.bcryptHash("nobody");

  private final boolean demo;
  private final AdminConfig admin;
  private final AuditLog audit;
  private final Event<DemoAccountConverted> converted;
  private final Clock clock;

  /**
   * @param demo whether the accounts with published passwords exist and can log in
   */
  Accounts(
      @ConfigProperty(name = "slipway.demo-accounts", defaultValue = "false") boolean demo,
      AdminConfig admin,
      AuditLog audit,
      Event<DemoAccountConverted> converted,
      Clock clock) {
    this.demo = demo;
    this.admin = admin;
    this.audit = audit;
    this.converted = converted;
    this.clock = clock;
  }

  /**
   * A demo account now belongs to the operator. Fired in the transaction of the conversion, because
   * the account's logins and tokens have to end with it.
   */
  public record DemoAccountConverted(Account account) {}

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
   * The result of checking a name and a password.
   *
   * @param account empty unless both are right and the account may log in
   * @param knownName the name if it belongs to an account; null otherwise, because people type
   *     passwords into the field for the name, and it must not be stored
   */
  public record PasswordCheck(Optional<Account> account, String knownName) {}

  /**
   * Checks a name and a password. Does the same work whether the account exists or not, so that the
   * response time tells nothing. Disabled demo accounts can't log in.
   */
  public PasswordCheck checkPassword(String name, String password) {
    Account account = NAME_PATTERN.matcher(name).matches() ? Account.findById(name) : null;
    var matches =
        BcryptUtil.matches(password, account == null ? DUMMY_HASH : account.passwordHash)
            && password.getBytes(StandardCharsets.UTF_8).length <= MAX_PASSWORD_BYTES;
    return new PasswordCheck(
        Optional.ofNullable(account).filter(found -> matches && mayLogIn(found)),
        account == null ? null : account.name);
  }

  public boolean exists(String name) {
    return NAME_PATTERN.matcher(name).matches() && Account.findById(name) != null;
  }

  /** Finds an account that can be used at this moment. */
  public Optional<Account> findUsable(String name) {
    return Account.<Account>findByIdOptional(name).filter(this::mayLogIn);
  }

  /** Whether the account can be used: demo accounts only while demo accounts are enabled. */
  public boolean mayLogIn(Account account) {
    return !account.demo || demo;
  }

  /** The accounts to offer on the login page: none unless demo accounts are enabled. */
  public List<DemoAccount> demoAccounts() {
    return demo ? DemoAccount.ALL : List.of();
  }

  private void ensureAdmin(String password) {
    validatePassword(password);
    Account account = Account.findById(admin.name());
    if (account != null && account.demo) {
      convertToAdmin(account, password);
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

  /** Replaces the published password, and ends every login and token that it led to. */
  private void convertToAdmin(Account account, String password) {
    converted.fire(new DemoAccountConverted(account));
    account.convert(BcryptUtil.bcryptHash(password), Role.ADMIN);
    audit.record(AuditLog.SYSTEM, "account.claimed", account.name, null);
  }

  private void create(String name, String password, Role role, boolean isDemo) {
    if (!NAME_PATTERN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a valid account name. Use 1 to 64 of a-z 0-9 . _ - and start with a letter"
                  .formatted(name)
              + " or digit.");
    }
    if (Account.findById(name) != null) {
      return;
    }
    var account = new Account(name, BcryptUtil.bcryptHash(password), role, isDemo, clock.instant());
    // Another replica may insert it between the query above and here.
    if (account.insertIfAbsent()) {
      audit.record(AuditLog.SYSTEM, "account.created", name, role.name());
    }
  }
}
