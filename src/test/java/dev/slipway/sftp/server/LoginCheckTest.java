package dev.slipway.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoginCheckTest {
  private static final RuntimeException UNAVAILABLE =
      new IllegalStateException(new SQLException("connection lost", "08006"));

  private final AtomicInteger asked = new AtomicInteger();
  private long now;
  private boolean valid = true;
  private RuntimeException failure;
  private final LoginCheck check = new LoginCheck(this::ask, () -> now);

  @Test
  void asksEveryTenSeconds() {
    assertThat(check.isValid()).isTrue();
    assertThat(asked).hasValue(0);

    advance(10);
    assertThat(check.isValid()).isTrue();
    assertThat(check.isValid()).isTrue();
    assertThat(asked).hasValue(1);

    advance(10);
    valid = false;
    assertThat(check.isValid()).isFalse();
    assertThat(check.isValid()).isFalse();
  }

  @Test
  void keepsTheLastResultForAMinuteWhileTheDatabaseIsUnavailable() {
    advance(10);
    assertThat(check.isValid()).isTrue();
    failure = UNAVAILABLE;

    advance(59);
    assertThat(check.isValid()).isTrue();
    advance(10);
    assertThatThrownBy(check::isValid).isSameAs(UNAVAILABLE);

    failure = null;
    assertThat(check.isValid()).isTrue();
  }

  @Test
  void otherFailuresAreNoValidLogin() {
    failure = new IllegalStateException("defect");
    advance(10);

    assertThatThrownBy(check::isValid).isSameAs(failure);
  }

  private boolean ask() {
    asked.incrementAndGet();
    if (failure != null) {
      throw failure;
    }
    return valid;
  }

  private void advance(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }
}
