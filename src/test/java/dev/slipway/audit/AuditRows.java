package dev.slipway.audit;

import dev.slipway.audit.AuditEntry.Origin;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Instant;
import java.util.List;

/** Writes and reads rows of the audit log for tests. */
public final class AuditRows {
  private AuditRows() {}

  /** Adds an entry of any age. */
  static void add(Instant at, String actor, String action, String subject, String detail) {
    add(at, actor, action, subject, detail, null);
  }

  static void add(
      Instant at, String actor, String action, String subject, String detail, String address) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                new AuditEntry(at, actor, action, subject, detail, new Origin(address, null))
                    .persist());
  }

  /** Adds entries a second apart, about {@code e0}, {@code e1} and so on. */
  static void addMany(Instant start, String actor, String action, int count) {
    execute(
        """
        insert into audit_entry (at, actor, action, subject)
        select cast(?1 as timestamptz) + i * interval '1 second', ?2, ?3, 'e' || i
        from generate_series(0, ?4 - 1) as i
        """,
        start.toString(),
        actor,
        action,
        count);
  }

  /** Adds entries with long details. */
  static void addLarge(String actor, int count) {
    execute(
        """
        insert into audit_entry (at, actor, action, subject, detail)
        select now(), ?1, 'large.done', 'large', repeat('x', 2000) from generate_series(1, ?2)
        """,
        actor,
        count);
  }

  private static void execute(String sql, Object... parameters) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              var query = AuditEntry.getEntityManager().createNativeQuery(sql);
              for (var i = 0; i < parameters.length; i++) {
                query.setParameter(i + 1, parameters[i]);
              }
              query.executeUpdate();
            });
  }

  /** The entries of an action about a subject, the oldest first. */
  public static List<AuditEntry> of(String action, String subject) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                AuditEntry.<AuditEntry>list(
                    "action = ?1 and subject = ?2 order by id", action, subject));
  }
}
