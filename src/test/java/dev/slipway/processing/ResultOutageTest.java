package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.processing.JobAttempts.WriteOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.hibernate.exception.JDBCConnectionException;
import org.junit.jupiter.api.Test;

/** The database is unavailable when an attempt writes its result. */
class ResultOutageTest {
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void resultIsWrittenAfterAnOutage() {
    assertThat(write(unavailable(3, true), true)).isEqualTo(WriteOutcome.WRITTEN);
    assertThat(calls).hasValue(4);
  }

  @Test
  void outageThatLastsEndsTheAttempt() {
    assertThatThrownBy(() -> write(unavailable(Integer.MAX_VALUE, true), true))
        .isInstanceOf(JDBCConnectionException.class);
  }

  @Test
  void otherFailuresAreNotRepeated() {
    assertThatThrownBy(
            () ->
                write(
                    () -> {
                      calls.incrementAndGet();
                      throw new IllegalStateException("A rendition was removed");
                    },
                    true))
        .hasMessage("A rendition was removed");
    assertThat(calls).hasValue(1);
  }

  @Test
  void refusalIsFinal() {
    assertThat(write(unavailable(0, false), false)).isEqualTo(WriteOutcome.REFUSED);
    assertThat(write(unavailable(1, false), true)).isEqualTo(WriteOutcome.REFUSED);
  }

  /** The first call has ended the job, but its answer was lost. */
  @Test
  void resultThatMayBeWrittenStays() {
    assertThat(write(unavailable(1, false), false)).isEqualTo(WriteOutcome.UNKNOWN);
  }

  private static WriteOutcome write(BooleanSupplier write, boolean claimed) {
    return JobAttempts.write(write, () -> claimed, Duration.ZERO);
  }

  private BooleanSupplier unavailable(int times, boolean result) {
    calls.set(0);
    return () -> {
      if (calls.incrementAndGet() <= times) {
        throw new JDBCConnectionException("lost", new SQLException("lost", "08006"));
      }
      return result;
    };
  }
}
