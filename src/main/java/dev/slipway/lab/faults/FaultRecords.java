package dev.slipway.lab.faults;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Records in the audit log who starts and ends faults. */
@ApplicationScoped
class FaultRecords {
  private final AuditLog audit;
  private final CurrentAccount account;

  FaultRecords(AuditLog audit, CurrentAccount account) {
    this.audit = audit;
    this.account = account;
  }

  @Transactional
  void recordStarted(Fault fault) {
    audit.record(account.getName(), "fault.started", fault.kebabCase(), null);
  }

  @Transactional
  void recordEnded(Fault fault) {
    audit.record(account.getName(), "fault.ended", fault.kebabCase(), null);
  }
}
