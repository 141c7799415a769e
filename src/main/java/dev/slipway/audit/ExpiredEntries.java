package dev.slipway.audit;

import dev.slipway.web.NativeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Calls the function of the database that deletes old entries. */
@ApplicationScoped
class ExpiredEntries {
  private final EntityManager database;

  ExpiredEntries(EntityManager database) {
    this.database = database;
  }

  /**
   * Deletes the oldest entries before a time, in one transaction with the entry {@code
   * audit.expired}.
   *
   * @param until at least 30 days ago
   * @return how many, at most {@code max}
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  int delete(Instant until, int max) {
    var query =
        NativeQueries.scalars(database, "select expire_audit_entries(:until, :max)", Integer.class);
    return query.setParameter("until", until).setParameter("max", max).getSingleResult();
  }
}
