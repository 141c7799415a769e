package dev.slipway.testing;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;

/** Statements that wait for a lock of another transaction. */
public final class LockWaits {
  private LockWaits() {}

  /** Counts those whose SQL contains a text. */
  public static long count(String sql) {
    // In a transaction of its own, because each transaction sees one state of this view.
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                (Long)
                    Panache.getEntityManager()
                        .createNativeQuery(
                            "select count(*) from pg_stat_activity"
                                + " where wait_event_type = 'Lock' and query like :sql",
                            Long.class)
                        .setParameter("sql", "%" + sql + "%")
                        .getSingleResult());
  }
}
