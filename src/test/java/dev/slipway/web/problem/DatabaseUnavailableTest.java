package dev.slipway.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@Asvs({"16.5.2", "16.5.3"})
class DatabaseUnavailableTest {
  @Test
  void recognisesConnectionFailures() {
    assertThat(isCauseOf(new SQLException("Connection refused", "08001"))).isTrue();
    assertThat(isCauseOf(new SQLException("too many clients", "53300"))).isTrue();
    assertThat(isCauseOf(new SQLException("starting up", "57P03"))).isTrue();
    assertThat(isCauseOf(new SQLException("read-only standby", "25006"))).isTrue();
    assertThat(isCauseOf(new SQLException("Sorry, acquisition timeout!"))).isTrue();
  }

  @Test
  void recognisesLockTimeoutsAndDeadlocks() {
    assertThat(isCauseOf(new SQLException("lock timeout", "55P03"))).isTrue();
    assertThat(isCauseOf(new SQLException("deadlock detected", "40P01"))).isTrue();
  }

  @Test
  void ignoresStatementErrors() {
    assertThat(isCauseOf(new SQLException("duplicate key", "23505"))).isFalse();
    assertThat(isCauseOf(new SQLException("syntax error", "42601"))).isFalse();
    assertThat(isCauseOf(new SQLException("no state"))).isFalse();
    assertThat(DatabaseUnavailable.isCauseOf(new IllegalStateException())).isFalse();
  }

  private static boolean isCauseOf(SQLException error) {
    return DatabaseUnavailable.isCauseOf(new RuntimeException(new IllegalStateException(error)));
  }
}
