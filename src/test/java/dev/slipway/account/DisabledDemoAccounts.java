package dev.slipway.account;

import dev.slipway.account.password.PasswordHasher;
import dev.slipway.audit.AuditLog;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import java.time.Clock;

/** The accounts as a process has them that runs without demo accounts, on the same database. */
@Dependent
public class DisabledDemoAccounts {
  private final AdminConfig admin;
  private final PasswordHasher hasher;
  private final AuditLog audit;
  private final Event<AccountEvent> events;
  private final Clock clock;

  DisabledDemoAccounts(
      AdminConfig admin,
      PasswordHasher hasher,
      AuditLog audit,
      Event<AccountEvent> events,
      Clock clock) {
    this.admin = admin;
    this.hasher = hasher;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
  }

  /** Creates what a test installs in place of the bean. */
  public Accounts accounts() {
    return new Accounts(false, admin, hasher, audit, events, clock);
  }
}
