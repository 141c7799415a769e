package dev.slipway.testing;

import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.List;

/** Explains how PostgreSQL reads the rows of a query. */
public final class QueryPlans {
  private QueryPlans() {}

  /**
   * Returns the plan of a query, without sequential scans, sorts and bitmaps wherever there is
   * another way: they are always cheapest for the few rows of a test.
   */
  public static String explain(String query) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var entities = Panache.getEntityManager();
              for (var setting : List.of("enable_seqscan", "enable_sort", "enable_bitmapscan")) {
                entities.createNativeQuery("set local " + setting + " = off").executeUpdate();
              }
              return String.join(
                  "\n",
                  entities.createNativeQuery("explain " + query, String.class).getResultList());
            });
  }
}
