package dev.slipway.account.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.Role;
import dev.slipway.account.SecretToken;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.LockWaits;
import dev.slipway.testing.SettableClock;
import dev.slipway.web.ClientAddress;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LoginSessionsTest {
  private static final ClientAddress ADDRESS = ClientAddress.of("192.0.2.1");

  @Inject LoginConfig config;
  @Inject Accounts accounts;
  @Inject AuditLog audit;
  @Inject AgroalDataSource database;

  private final SettableClock clock = new SettableClock();
  private final SessionUses uses = new SessionUses();
  private LoginSessions sessions;

  @BeforeEach
  void create() {
    sessions = with(config);
  }

  @Test
  @Asvs("7.3.2")
  void sessionsExpire() {
    var token = begin();
    assertThat(nameOf(token)).contains("viewer");

    for (var day = 0; day < 7; day++) {
      assertThat(nameOf(token)).contains("viewer");
      clock.advance(Duration.ofHours(23));
      use(token);
    }
    clock.advance(config.sessionLifetime().minusHours(7 * 23).minusSeconds(1));
    assertThat(nameOf(token)).contains("viewer");
    clock.advance(Duration.ofSeconds(1));
    assertThat(nameOf(token)).isEmpty();
  }

  @Test
  @Asvs("7.3.1")
  void sessionsEndWhenTheyAreNotUsed() {
    var token = begin();
    clock.advance(config.idleTimeout().minusSeconds(1));
    use(token);
    clock.advance(config.idleTimeout().minusSeconds(1));
    assertThat(nameOf(token)).contains("viewer");

    clock.advance(Duration.ofSeconds(1));

    assertThat(nameOf(token)).isEmpty();
    assertThat(idsOf("viewer")).doesNotContain(idOf(token));
  }

  /** A page that is open keeps asking for changes, also when nobody is there. */
  @Test
  void liveUpdatesDontCountAsActivity() {
    var token = begin();
    clock.advance(config.idleTimeout().minusSeconds(1));
    QuarkusTransaction.requiringNew().run(() -> sessions.find(token, false));
    write();

    clock.advance(Duration.ofSeconds(1));

    assertThat(nameOf(token)).isEmpty();
  }

  @Test
  void writesAUseOnceInFiveMinutes() {
    var begun = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var token = begin();

    clock.advance(SessionUses.PRECISION.minusSeconds(1));
    use(token);
    assertThat(lastUseOf(token)).isEqualTo(begun);
    clock.advance(Duration.ofSeconds(1));
    use(token);
    assertThat(lastUseOf(token)).isEqualTo(begun.plus(SessionUses.PRECISION));
  }

  @Test
  void anEarlierUseDoesNotReplaceALaterOne() {
    var token = begin();
    var begun = lastUseOf(token);

    QuarkusTransaction.requiringNew()
        .run(() -> LoginSession.recordUse(idOf(token), begun.minusSeconds(1)));

    assertThat(lastUseOf(token)).isEqualTo(begun);
  }

  /** Replicas write uses of the same sessions, and must not wait for each other for ever. */
  @Test
  void writesUsesInTheOrderOfTheIds() throws Exception {
    var tokens = Stream.generate(this::begin).limit(12).toList();
    var ids = tokens.stream().map(this::idOf).sorted().toList();
    clock.advance(SessionUses.PRECISION);
    tokens.forEach(token -> assertThat(nameOf(token)).isPresent());

    try (var another = database.getConnection()) {
      another.setAutoCommit(false);
      lock(another, ids.subList(0, 1));
      var writing = CompletableFuture.runAsync(this::write);
      Eventually.holds("the write waits", () -> LockWaits.count("login_session") > 0);

      // So the write has locked no other one yet.
      lock(another, ids.subList(1, ids.size()));
      another.commit();
      writing.get(30, TimeUnit.SECONDS);
    }
    assertThat(tokens).allMatch(token -> !lastUseOf(token).isBefore(micros(clock.instant())));
  }

  private static Instant micros(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  private static void lock(Connection connection, List<String> ids) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "select from login_session where id = any (?) for update nowait")) {
      query.setArray(1, connection.createArrayOf("text", ids.toArray()));
      query.execute();
    }
  }

  /** The audit log has one entry, although two requests have found the session. */
  @Test
  void onlyOneOfTwoRequestsEndsASession() throws Exception {
    var token = begin();

    try (var another = database.getConnection()) {
      another.setAutoCommit(false);
      lock(another, List.of(idOf(token)));
      var first = CompletableFuture.supplyAsync(() -> end(token));
      var second = CompletableFuture.supplyAsync(() -> end(token));
      Eventually.holds("both want to delete it", () -> LockWaits.count("login_session") == 2);
      another.commit();

      assertThat(List.of(first.get(30, TimeUnit.SECONDS), second.get(30, TimeUnit.SECONDS)))
          .containsExactlyInAnyOrder(Optional.of("viewer"), Optional.empty());
    }
  }

  /** The command for the case that session tokens have leaked. */
  @Test
  void documentedStatementEndsAllSessions() throws Exception {
    var token = begin();
    var row = Pattern.compile("\\| all logins at once \\| `(.+?)`");
    var statement = row.matcher(Files.readString(Path.of("docs/operations.md")));
    assertThat(statement.find()).isTrue();

    try (var connection = database.getConnection();
        var command = connection.createStatement()) {
      connection.setAutoCommit(false);
      command.executeUpdate(statement.group(1));
      try (var left =
          command.executeQuery(
              "select 1 from login_session where id = '%s'".formatted(idOf(token)))) {
        assertThat(left.next()).isFalse();
      }
      // The sessions of other tests stay.
      connection.rollback();
    }
  }

  @Test
  void refusesAShortIdleTimeout() {
    assertThatThrownBy(() -> with(new ShortTimeout()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SLIPWAY_LOGIN_IDLE_TIMEOUT must be at least 10 minutes.");
  }

  @Test
  void anotherTokenEndsTheFormerOne() {
    var token = begin();
    var id = idOf(token);

    var replaced = QuarkusTransaction.requiringNew().call(() -> sessions.replaceToken(id));

    assertThat(nameOf(token)).isEmpty();
    assertThat(nameOf(replaced)).contains("viewer");
    assertThat(idOf(replaced)).isEqualTo(id);
  }

  /** The previous version knows neither the id nor the other new columns. */
  @Test
  void sessionsOfThePreviousVersionHaveAnId() throws SQLException {
    var token = new SecretToken("of the previous version " + clock.instant());
    try (var connection = database.getConnection();
        var insert =
            connection.prepareStatement(
                "insert into login_session (token_hash, account, created_at, expires_at)"
                    + " values (?, 'viewer', now(), now() + interval '1 day')")) {
      insert.setBytes(1, token.hash());
      insert.executeUpdate();
    }

    assertThat(nameOf(token.text())).contains("viewer");
    assertThat(RandomId.isValid(idOf(token.text()))).isTrue();
    assertThat(
            QuarkusTransaction.requiringNew().call(() -> sessions.findOf("viewer")).stream()
                .filter(session -> session.id().equals(idOf(token.text()))))
        .singleElement()
        .satisfies(
            session -> {
              assertThat(session.device()).isEqualTo("Unknown browser");
              assertThat(session.method()).isNull();
            });
  }

  @Test
  @Asvs("7.2.1")
  void sessionsEndAtLogout() {
    var token = begin();

    assertThat(end(token)).contains("viewer");

    assertThat(nameOf(token)).isEmpty();
    assertThat(end(token)).isEmpty();
  }

  @Test
  @Asvs({"7.1.2", "15.2.2"})
  void theOldestSessionsOfAnAccountEnd() {
    var name = "many-sessions";
    QuarkusTransaction.requiringNew()
        .run(() -> new Account(name, "", Role.VIEWER, false, clock.instant()).insertIfAbsent());
    var first = begin(name);
    var ofOther = begin();
    clock.advance(Duration.ofSeconds(1));
    var second = begin(name);
    for (var others = 0; others < LoginSessions.MAX_SESSIONS - 2; others++) {
      clock.advance(Duration.ofSeconds(1));
      begin(name);
    }
    assertThat(nameOf(first)).contains(name);

    clock.advance(Duration.ofSeconds(1));
    var last = begin(name);

    assertThat(nameOf(first)).isEmpty();
    assertThat(nameOf(second)).contains(name);
    assertThat(nameOf(last)).contains(name);
    assertThat(nameOf(ofOther)).contains("viewer");
    assertThat(AuditEntry.count("subject = ?1 and detail = 'more than 100 sessions'", name))
        .isEqualTo(1);
  }

  /** The password was checked before it was replaced. */
  @Test
  void noSessionBeginsWithAReplacedPassword() {
    var name = "replaced-password";
    QuarkusTransaction.requiringNew()
        .run(() -> new Account(name, "old", Role.VIEWER, false, clock.instant()).insertIfAbsent());
    Account verified = QuarkusTransaction.requiringNew().call(() -> Account.findById(name));
    QuarkusTransaction.requiringNew()
        .run(() -> Account.update("passwordHash = 'new' where name = ?1", name));

    var token =
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    sessions.begin(
                        verified, LoginMethod.PASSWORD, new Browser(ADDRESS, null), null));

    assertThat(token).isEmpty();
    assertThat(idsOf(name)).isEmpty();
  }

  private String begin(String account) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                sessions
                    .begin(
                        Account.findById(account),
                        LoginMethod.PASSWORD,
                        new Browser(ADDRESS, null),
                        null)
                    .orElseThrow());
  }

  private String begin() {
    return begin("viewer");
  }

  private Optional<String> end(String token) {
    return QuarkusTransaction.requiringNew().call(() -> sessions.end(token, ADDRESS, "test"));
  }

  private Optional<String> nameOf(String token) {
    return QuarkusTransaction.requiringNew()
        .call(() -> sessions.find(token, true).map(session -> session.account.name));
  }

  private LoginSession stored(String token) {
    return QuarkusTransaction.requiringNew()
        .call(() -> LoginSession.findById(new SecretToken(token).hash()));
  }

  private String idOf(String token) {
    return stored(token).id;
  }

  private Instant lastUseOf(String token) {
    return stored(token).lastUsedAt;
  }

  private List<String> idsOf(String account) {
    return QuarkusTransaction.requiringNew().call(() -> sessions.findOf(account)).stream()
        .map(SessionInfo::id)
        .toList();
  }

  /** A request, and then the timer. */
  private void use(String token) {
    assertThat(nameOf(token)).isPresent();
    write();
  }

  private void write() {
    QuarkusTransaction.requiringNew().run(uses::write);
  }

  private LoginSessions with(LoginConfig settings) {
    return new LoginSessions(settings, accounts, uses, audit, new SecureRandom(), clock);
  }

  private static final class ShortTimeout implements LoginConfig {
    @Override
    public Duration sessionLifetime() {
      return Duration.ofDays(1);
    }

    @Override
    public boolean local() {
      return true;
    }

    @Override
    public Duration idleTimeout() {
      return Duration.ofMinutes(10).minusSeconds(1);
    }

    @Override
    public int failuresPerMinute() {
      return 1;
    }

    @Override
    public int addressFailuresPerMinute() {
      return 1;
    }

    @Override
    public int burst() {
      return 1;
    }

    @Override
    public double perSecond() {
      return 1;
    }
  }
}
