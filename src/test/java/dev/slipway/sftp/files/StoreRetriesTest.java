package dev.slipway.sftp.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreRetriesTest {
  private final List<Duration> pauses = new ArrayList<>();
  private Duration time = Duration.ZERO;
  private boolean connected = true;
  private int attempts;

  private final StoreRetries retries =
      new StoreRetries(() -> connected, () -> time.toNanos(), this::pause);

  @Test
  void repeatsUntilTheStoreAnswers() {
    var answer =
        retries.run(
            () -> {
              failWhile(attempts < 3, Duration.ZERO);
              return "stored";
            });

    assertThat(answer).isEqualTo("stored");
    assertThat(pauses)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void startsNoAttemptLaterThanHalfAMinuteAfterTheFirstFailure() {
    assertThatThrownBy(() -> retries.run(() -> failWhile(true, Duration.ofSeconds(5))))
        .isInstanceOf(StoreUnavailableException.class);

    assertThat(attempts).isEqualTo(5);
    assertThat(time).isLessThanOrEqualTo(Duration.ofSeconds(5 + 30 + 5));
  }

  @Test
  void repeatsACallThatFailedAfterALongTime() {
    retries.run(() -> failWhile(attempts < 1, Duration.ofMinutes(5)));

    assertThat(attempts).isEqualTo(2);
  }

  @Test
  void repeatsNoRefusedCallAndNoneForAClientThatIsGone() {
    assertThatThrownBy(
            () ->
                retries.run(
                    () -> {
                      attempts++;
                      throw new ProblemException(ErrorCode.QUOTA_EXCEEDED, "Delete videos.");
                    }))
        .hasMessage("Delete videos.");
    connected = false;
    assertThatThrownBy(() -> retries.run(() -> failWhile(true, Duration.ZERO)))
        .isInstanceOf(StoreUnavailableException.class);

    assertThat(attempts).isEqualTo(2);
    assertThat(pauses).isEmpty();
  }

  private void failWhile(boolean unavailable, Duration duration) {
    attempts++;
    time = time.plus(duration);
    if (unavailable) {
      throw new StoreUnavailableException();
    }
  }

  private void pause(Duration delay) {
    pauses.add(delay);
    time = time.plus(delay);
  }
}
