package dev.slipway.audit;

import dev.slipway.web.ClientAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/**
 * Records who changed what and when. An entry is written in the transaction of the change itself,
 * so that either both are stored or neither is.
 */
@ApplicationScoped
public class AuditLog {
  /** The actor of changes that the application makes without a request. */
  public static final String SYSTEM = "system";

  /** The actor of changes that the object store reported. */
  public static final String STORE = "store";

  /** The actor of requests without a login, such as a failed one. */
  public static final String ANONYMOUS = "anonymous";

  private static final int MAX_ENTRIES = 100;

  private final Clock clock;

  AuditLog(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param actor an account's name, {@link #SYSTEM}, {@link #STORE} or {@link #ANONYMOUS}
   * @param action thing and past participle, such as {@code upload.opened}
   * @param subject the id of what changed
   * @param detail an explanation for people, or null
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(String actor, String action, String subject, String detail) {
    new AuditEntry(clock.instant(), actor, action, subject, detail, null).persist();
  }

  /** The same, for a request whose address matters. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(
      String actor, String action, String subject, String detail, ClientAddress address) {
    new AuditEntry(clock.instant(), actor, action, subject, detail, address.text()).persist();
  }

  /** Returns the first entries about a subject, oldest first. */
  public List<AuditEntry> findBySubject(String subject) {
    return AuditEntry.<AuditEntry>find("subject = ?1 order by id", subject)
        .page(0, MAX_ENTRIES)
        .list();
  }
}
