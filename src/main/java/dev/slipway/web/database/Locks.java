package dev.slipway.web.database;

import dev.slipway.web.NativeQueries;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import org.hibernate.LockOptions;
import org.hibernate.jpa.SpecHints;

/** Locks in PostgreSQL that are released when the transaction ends. */
public final class Locks {
  private Locks() {}

  /** Takes the lock of this name, and waits while another transaction has it. */
  public static void lockName(EntityManager entities, String name) {
    NativeQueries.scalars(
            entities,
            "select 1 from (select pg_advisory_xact_lock(hashtextextended(?1, 0))) l",
            Integer.class)
        .setParameter(1, name)
        .getSingleResult();
  }

  /** Makes a query lock the rows that it returns, and skip those that others have locked. */
  public static <T> PanacheQuery<T> skipLocked(PanacheQuery<T> query) {
    return query
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .withHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, LockOptions.SKIP_LOCKED);
  }
}
