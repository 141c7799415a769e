package dev.slipway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old entries can be deleted, in one way that leaves a trace (ASVS 16.4.2). */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AuditRetentionTest {
  private static final Duration RETENTION = Duration.ofDays(400);

  @Inject ExpiredEntries expired;
  @Inject EntityManager database;

  @Test
  void deletesOldEntriesInBatchesAndRecordsThat() {
    var now = Instant.now();
    var actor = "retention-actor";
    for (var days : List.of(404, 403, 402, 399)) {
      AuditRows.add(now.minus(Duration.ofDays(days)), actor, "retention.test", "s" + days, null);
    }
    var before = AuditRows.of("audit.expired", "audit").size();

    retention(RETENTION).deleteExpired(now, 2);

    assertThat(AuditRows.of("retention.test", "s399")).hasSize(1);
    for (var days : List.of(404, 403, 402)) {
      assertThat(AuditRows.of("retention.test", "s" + days)).isEmpty();
    }
    var records = AuditRows.of("audit.expired", "audit");
    assertThat(records).hasSizeGreaterThanOrEqualTo(before + 2);
    assertThat(records.get(before))
        .satisfies(
            entry -> {
              assertThat(entry.actor()).isEqualTo("system");
              // Another test may have added the oldest entry.
              assertThat(entry.detail()).matches("2 entries until \\d{4}-\\d{2}-\\d{2}T[\\d:]{8}Z");
            });
  }

  /** Also one that bypasses the function, which the database's owner can. */
  @Test
  @Asvs("16.4.2")
  void everyDeletionIsAnEntry() {
    AuditRows.add(Instant.parse("2001-01-01T00:00:00Z"), "a", "retention.direct", "direct", null);
    var before = AuditRows.of("audit.expired", "audit").size();

    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              execute("set local slipway.audit_expiry = '2002-01-01'");
              execute("delete from audit_entry where action = 'retention.direct'");
              execute("delete from audit_entry where action = 'retention.nothing'");
            });

    assertThat(AuditRows.of("audit.expired", "audit"))
        .hasSize(before + 1)
        .last()
        .extracting(AuditEntry::detail)
        .isEqualTo("1 entries until 2001-01-01T00:00:00Z");
  }

  private void execute(String sql) {
    database.createNativeQuery(sql).executeUpdate();
  }

  @Test
  void keepsEverythingByDefault() {
    AuditRows.add(Instant.parse("2000-01-01T00:00:00Z"), "a", "retention.kept", "kept", null);

    retention(Duration.ZERO).deleteExpired(Instant.now(), 10);

    assertThat(AuditRows.of("retention.kept", "kept")).isNotEmpty();
  }

  @Test
  void refusesARetentionThatIsTooShort() {
    assertThatThrownBy(() -> retention(Duration.ofDays(29)))
        .hasMessageContaining("SLIPWAY_AUDIT_RETENTION must be at least 30 days");
  }

  @Test
  @Asvs("16.4.2")
  void theDatabaseDeletesNothingThatIsYoungerThan30Days() {
    assertThatThrownBy(() -> expired.delete(Instant.now().minus(Duration.ofDays(29)), 1))
        .hasStackTraceContaining("audit entries are kept for 30 days at least");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from audit_entry",
        "delete from audit_entry where at < now() - interval '31 days'",
        "update audit_entry set actor = 'x'",
        "truncate audit_entry"
      })
  void noOtherStatementChangesEntries(String statement) {
    AuditRows.add(Instant.now().minus(Duration.ofDays(35)), "a", "retention.old", "old", null);

    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(() -> database.createNativeQuery(statement).executeUpdate()))
        .hasStackTraceContaining("audit entries are only ever added");
  }

  /** Otherwise the function would use a temporary table of its caller, with triggers of its own. */
  @Test
  void theFunctionLooksForTemporaryTablesLast() {
    var settings =
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    database
                        .createNativeQuery(
                            "select array_to_string(proconfig, ' ') from pg_proc"
                                + " where proname = 'expire_audit_entries'",
                            String.class)
                        .getSingleResult());

    assertThat(settings).asString().matches("search_path=\\w+, pg_temp");
  }

  /** Such as the user of the lab, which has a schema of its own in the same database. */
  @Test
  void otherUsersOfTheDatabaseCantExecuteTheFunction() {
    var permitted =
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    database
                        .createNativeQuery(
                            "select has_function_privilege('public',"
                                + " 'expire_audit_entries(timestamptz, integer)', 'execute')",
                            Boolean.class)
                        .getSingleResult());

    assertThat(permitted).isEqualTo(false);
  }

  @Test
  void youngEntriesAreKeptWhateverASessionSets() {
    AuditRows.add(Instant.now(), "a", "retention.young", "young", null);

    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          execute("set local slipway.audit_expiry = '2999-01-01'");
                          execute("delete from audit_entry where subject = 'young'");
                        }))
        .hasStackTraceContaining("audit entries are only ever added");
  }

  private AuditRetention retention(Duration duration) {
    return new AuditRetention(expired, () -> duration, Clock.systemUTC());
  }
}
