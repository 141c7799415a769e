package dev.slipway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/**
 * Who changed what, when. Written in the transaction of the change, so neither is without the
 * other.
 */
@ApplicationScoped
public class AuditLog {
  /** The actor of what the application does by itself. */
  public static final String SYSTEM = "system";

  /** The actor of what the object store told. */
  public static final String STORE = "store";

  private static final int MAX_ENTRIES = 100;

  private final Clock clock;

  AuditLog(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param action past tense, {@code thing.happened}
   * @param detail for people, or null
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(String actor, String action, String subject, String detail) {
    new AuditEntry(clock.instant(), actor, action, subject, detail).persist();
  }

  /** What happened to a subject, oldest first. */
  public List<AuditEntry> findBySubject(String subject) {
    return AuditEntry.<AuditEntry>find("subject = ?1 order by id", subject)
        .page(0, MAX_ENTRIES)
        .list();
  }
}
