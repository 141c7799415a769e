package dev.slipway.account.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.SettableClock;
import dev.slipway.web.ClientAddress;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins and logouts in the audit log and in the log (ASVS 16.3.1). */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LoginAuditTest {
  private static final String TYPED_PASSWORD = "correct-horse-battery";

  @Inject LoginService logins;
  @Inject AuditLog audit;
  @Inject EntityManager database;
  @Inject TransactionSynchronizationRegistry transactions;

  private final SettableClock clock = new SettableClock();
  private long lastEntry;

  @BeforeEach
  void rememberLastEntry() {
    lastEntry = QuarkusTransaction.requiringNew().call(this::newestEntry);
  }

  @Test
  @Asvs({"16.2.1", "16.3.1"})
  void recordsLoginAndLogout() {
    try (var log = CapturedLog.of(LoginService.class.getName())) {
      var cookies = logIn("creator2", "creator2-demo", Map.of()).cookies();
      given().redirects().follow(false).cookies(cookies).post("/logout").then().statusCode(303);

      assertThat(entries())
          .extracting(
              AuditEntry::actor,
              AuditEntry::action,
              AuditEntry::subject,
              AuditEntry::detail,
              AuditEntry::address)
          .containsExactly(
              tuple("creator2", "login.succeeded", "creator2", "password", "127.0.0.1"),
              tuple("creator2", "login.ended", "creator2", "logged out", "127.0.0.1"));
      assertThat(log.all())
          .containsExactly(
              "INFO creator2 logged in from 127.0.0.1", "INFO creator2 logged out from 127.0.0.1");
    }
  }

  @Test
  void recordsThatANewLoginReplacesASession() {
    var first = logIn("creator2", "creator2-demo", Map.of()).cookies();
    logIn("viewer", "viewer-demo", first);

    assertThat(entries())
        .extracting(AuditEntry::action, AuditEntry::subject, AuditEntry::detail)
        .containsExactly(
            tuple("login.succeeded", "creator2", "password"),
            tuple("login.ended", "creator2", "replaced by a new login"),
            tuple("login.succeeded", "viewer", "password"));
  }

  @Test
  void recordsNoLogoutWithoutASession() {
    given().redirects().follow(false).post("/logout").then().statusCode(303);
    var cookies = logIn("creator2", "creator2-demo", Map.of()).cookies();
    for (var i = 0; i < 2; i++) {
      given().redirects().follow(false).cookies(cookies).post("/logout").then().statusCode(303);
    }

    assertThat(entries())
        .extracting(AuditEntry::action)
        .containsExactly("login.succeeded", "login.ended");
  }

  @Test
  @Asvs("16.3.1")
  void recordsAFailedLogin() {
    try (var log = CapturedLog.of(RefusedLogins.class.getName())) {
      logIn("Creator2 ", TYPED_PASSWORD, Map.of()).then().statusCode(401);

      assertThat(entries())
          .extracting(
              AuditEntry::actor, AuditEntry::action, AuditEntry::subject, AuditEntry::address)
          .containsExactly(tuple("anonymous", "login.failed", "creator2", "127.0.0.1"));
      assertThat(log.all()).containsExactly("INFO Failed login of creator2 from 127.0.0.1");
    }
  }

  /** People type their password into the field for the name. */
  @Test
  @Asvs("16.2.5")
  void storesNoNameThatBelongsToNoAccount() {
    try (var log = CapturedLog.of("dev.slipway")) {
      var unknown = logIn(TYPED_PASSWORD, "x", Map.of());
      var known = logIn("creator2", "x", Map.of());

      unknown.then().statusCode(401);
      assertThat(unknown.body().asString().replace(TYPED_PASSWORD, "creator2"))
          .as("both answers are the same")
          .isEqualTo(known.body().asString());
      assertThat(entries())
          .extracting(AuditEntry::action, AuditEntry::subject)
          .containsExactly(
              tuple("login.failed", "unknown account"), tuple("login.failed", "creator2"));
      assertThat(log.all())
          .contains("INFO Failed login of unknown account from 127.0.0.1")
          .noneMatch(line -> line.contains(TYPED_PASSWORD));
      for (var table : List.of("audit_entry", "login_failure")) {
        assertThat(rowsWith(table, TYPED_PASSWORD)).as(table).isZero();
      }
    }
  }

  @Test
  @Asvs("6.3.1")
  void recordsThrottlingOnceAMinuteForEachNetwork() {
    var address = ClientAddress.of("2001:db8:7::1");
    var neighbour = ClientAddress.of("2001:db8:7::2");
    try (var log = CapturedLog.of(RefusedLogins.class.getName())) {
      for (var i = 0; i < 15; i++) {
        logins.logIn("viewer", "wrong", new Browser(i % 2 == 0 ? address : neighbour, null), null);
      }

      assertThat(entries()).filteredOn("action", "login.failed").hasSize(10);
      assertThat(entries())
          .filteredOn("action", "login.throttled")
          .extracting(AuditEntry::actor, AuditEntry::subject, AuditEntry::address)
          .containsExactly(tuple("anonymous", "viewer", "2001:db8:7::1"));
      assertThat(log.all())
          .hasSize(11)
          .endsWith("WARN Throttled logins of viewer from 2001:db8:7::1");
    }
  }

  @Test
  void oneNetworkCannotFloodTheAuditLog() {
    var refusals = new RefusedLogins(audit, transactions, clock);
    try (var log = CapturedLog.of(RefusedLogins.class.getName())) {
      recordFailed(refusals, 1_000, i -> "2001:db8:8::" + Integer.toHexString(i + 1));
      assertThat(entries()).hasSize(30);
      assertThat(log.all()).hasSize(30);

      recordFailed(refusals, 1, i -> "192.0.2.1");
      assertThat(entries())
          .hasSize(31)
          .last()
          .extracting(AuditEntry::detail, AuditEntry::address)
          .containsExactly(
              "password; 970 refused logins before this one were not recorded", "192.0.2.1");
    }
  }

  @Test
  void manyNetworksCannotFloodTheAuditLog() {
    var refusals = new RefusedLogins(audit, transactions, clock);

    recordFailed(refusals, 1_000, i -> "198.51.%d.%d".formatted(i / 250, i % 250));

    assertThat(entries()).hasSize(300);
  }

  /** The owner of an account must see in the audit log that it is attacked. */
  @Test
  void recordsEachAccountOnceAMinuteWhateverElseIsRefused() {
    var refusals = new RefusedLogins(audit, transactions, clock);
    recordFailed(refusals, 1_000, i -> "198.51.%d.%d".formatted(i / 250, i % 250));

    for (var i = 0; i < 10; i++) {
      record(refusals, "viewer");
      record(refusals, "creator2");
    }
    assertThat(entries())
        .filteredOn(entry -> !entry.subject().equals("unknown account"))
        .extracting(AuditEntry::subject)
        .containsExactly("viewer", "creator2");
  }

  @Test
  void countsOmittedEntriesAlsoAfterARollback() {
    var refusals = new RefusedLogins(audit, transactions, clock);
    recordFailed(refusals, 40, i -> "192.0.2.1");

    QuarkusTransaction.begin();
    refusals.recordFailed(null, ClientAddress.of("192.0.2.2"));
    QuarkusTransaction.rollback();
    recordFailed(refusals, 1, i -> "192.0.2.3");

    assertThat(entries())
        .last()
        .extracting(AuditEntry::detail)
        .isEqualTo("password; 11 refused logins before this one were not recorded");
  }

  @Test
  @Asvs("16.4.2")
  void entriesCannotBeChanged() {
    logIn("viewer", "viewer-demo", Map.of());
    for (var change : List.of("delete from audit_entry", "update audit_entry set actor = 'x'")) {
      assertThatThrownBy(
              () ->
                  QuarkusTransaction.requiringNew()
                      .run(() -> database.createNativeQuery(change).executeUpdate()))
          .hasStackTraceContaining("audit entries are only ever added");
    }
  }

  private static void recordFailed(
      RefusedLogins refusals, int count, IntFunction<String> addressOfAttempt) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              for (var i = 0; i < count; i++) {
                refusals.recordFailed(null, ClientAddress.of(addressOfAttempt.apply(i)));
              }
            });
  }

  private static void record(RefusedLogins refusals, String account) {
    QuarkusTransaction.requiringNew()
        .run(() -> refusals.recordFailed(account, ClientAddress.of("203.0.113.1")));
  }

  private List<AuditEntry> entries() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                AuditEntry.<AuditEntry>list(
                    "id > ?1 and action like 'login.%' order by id", lastEntry));
  }

  private long newestEntry() {
    return ((Number)
            database
                .createNativeQuery("select coalesce(max(id), 0) from audit_entry")
                .getSingleResult())
        .longValue();
  }

  private long rowsWith(String table, String text) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                (Number)
                    database
                        .createNativeQuery(
                            "select count(*) from %s t where t::text like ?1".formatted(table))
                        .setParameter(1, "%" + text + "%")
                        .getSingleResult())
        .longValue();
  }

  private static Response logIn(String name, String password, Map<String, String> cookies) {
    return given()
        .redirects()
        .follow(false)
        .cookies(cookies)
        .formParam("username", name)
        .formParam("password", password)
        .post("/login");
  }
}
