package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleBackoffTest {
  private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

  private long seconds;
  private final IdleBackoff backoff = withMaxPause(MAX_PAUSE);

  @Test
  void searchesInTheFirstTurn() {
    assertThat(backoff.isDue()).isTrue();
  }

  @Test
  void doublesThePauseWhileNothingIsFound() {
    assertThat(secondsOfSearches(20, false)).containsExactly(0, 1, 3, 7, 12, 17);
  }

  @Test
  void searchesInEachTurnWhileSomethingIsFound() {
    secondsOfSearches(20, false);

    assertThat(secondsOfSearches(8, true)).endsWith(25, 26, 27);
  }

  @Test
  void searchesInTheNextTurnAfterAReset() {
    secondsOfSearches(18, false);

    assertThat(backoff.isDue()).isFalse();
    backoff.reset();
    assertThat(backoff.isDue()).isTrue();
  }

  @Test
  void startsWithAShortPauseAfterAReset() {
    secondsOfSearches(20, false);
    backoff.reset();

    assertThat(secondsOfSearches(8, false)).containsExactly(20, 21, 23, 27);
  }

  @Test
  void keepsAResetThatComesDuringASearch() {
    secondsOfSearches(18, false);
    seconds += 5;
    assertThat(backoff.isDue()).isTrue();

    backoff.reset();
    backoff.searched(false);

    assertThat(backoff.isDue()).isTrue();
    backoff.searched(false);
    assertThat(backoff.isDue()).isFalse();
  }

  @Test
  void searchesInEachTurnWithoutPause() {
    var withoutPause = withMaxPause(Duration.ZERO);
    withoutPause.searched(false);

    assertThat(withoutPause.isDue()).isTrue();
  }

  @Test
  void pausesSixTimesAsLongForDeferrableWork() {
    assertThat(IdleBackoff.forUrgentWork(() -> MAX_PAUSE).maxPause()).isEqualTo(MAX_PAUSE);
    assertThat(IdleBackoff.forDeferrableWork(() -> MAX_PAUSE).maxPause())
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void refusesAPauseThatIsNegativeOrLongerThanAMinute() {
    for (var wrong : List.of(Duration.ofSeconds(-1), Duration.ofSeconds(61))) {
      assertThatThrownBy(() -> IdleBackoff.forUrgentWork(() -> wrong))
          .hasMessageStartingWith("SLIPWAY_BACKGROUND_MAX_IDLE_PAUSE must be between 0S and 1M");
    }
  }

  private IdleBackoff withMaxPause(Duration maxPause) {
    return new IdleBackoff(maxPause, () -> Duration.ofSeconds(seconds).toNanos());
  }

  /** The times of the searches of a schedule with one turn a second. */
  private List<Integer> secondsOfSearches(int turns, boolean found) {
    var searches = new ArrayList<Integer>();
    for (var turn = 0; turn < turns; turn++) {
      if (backoff.isDue()) {
        searches.add((int) seconds);
        backoff.searched(found);
      }
      seconds++;
    }
    return searches;
  }
}
