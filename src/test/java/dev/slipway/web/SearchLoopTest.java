package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.CapturedLog;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchLoopTest {
  private static final int TIMEOUT_SECONDS = 30;

  private final LinkedBlockingQueue<Integer> searches = new LinkedBlockingQueue<>();
  private volatile boolean findsWork;
  private volatile Throwable failure;
  private int count;

  /** Its clock stands still, so a pause never ends without a call. */
  private final SearchLoop loop =
      new SearchLoop(
          "search-loop-test",
          new IdleBackoff(Duration.ofMinutes(1), () -> 0),
          Duration.ofMillis(1),
          this::search,
          "The test can't search");

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void searchesAgainWithoutAPauseWhileItFindsWork() throws InterruptedException {
    findsWork = true;
    loop.start();

    assertThat(awaitSearch()).isEqualTo(1);
    assertThat(awaitSearch()).isEqualTo(2);
    assertThat(awaitSearch()).isEqualTo(3);
  }

  @Test
  void pausesAfterASearchThatFoundNothing() throws InterruptedException {
    loop.start();
    awaitSearch();

    assertThat(searches.poll(100, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void wakeEndsThePause() throws InterruptedException {
    loop.start();
    awaitSearch();

    loop.wake();

    assertThat(awaitSearch()).isEqualTo(2);
  }

  /** Such as a search after an attempt, while more is due. */
  @Test
  void workThatIsFoundOnAnotherThreadEndsThePause() throws InterruptedException {
    loop.search();
    loop.start();
    assertThat(awaitSearch()).isEqualTo(1);
    assertThat(searches.poll(100, TimeUnit.MILLISECONDS)).isNull();
    findsWork = true;

    loop.search();

    assertThat(awaitSearch()).isEqualTo(2);
    assertThat(awaitSearch()).isEqualTo(3);
  }

  @Test
  void searchNowDoesNotWaitForTheInterval() throws InterruptedException {
    try (var slow =
        new SearchLoop(
            "slow-search-loop-test",
            new IdleBackoff(Duration.ofMinutes(1), () -> 0),
            Duration.ofHours(1),
            this::search,
            "The test can't search")) {
      slow.start();
      slow.wake();
      assertThat(searches.poll(100, TimeUnit.MILLISECONDS)).isNull();

      slow.searchNow();
      assertThat(awaitSearch()).isEqualTo(1);
      slow.searchNow();
      assertThat(awaitSearch()).isEqualTo(2);
    }
  }

  @Test
  void logsTheFirstFailureOfAnOutage() {
    try (var log = CapturedLog.of(SearchLoop.class.getName())) {
      failure = new IllegalStateException("one outage");
      loop.search();
      loop.search();
      failure = null;
      loop.search();
      failure = new IllegalStateException("another outage");
      loop.search();

      assertThat(log.all())
          .containsExactly(
              "WARN The test can't search; retrying: one outage",
              "WARN The test can't search; retrying: another outage");
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
  void continuesAfterASearchThatFailed(Class<? extends Throwable> type) throws Exception {
    failure = type.getConstructor(String.class).newInstance("a search that fails");
    loop.start();

    assertThat(awaitSearch()).isEqualTo(1);
    assertThat(awaitSearch()).isEqualTo(2);
  }

  @Test
  void closedLoopDoesNotSearchAnyMore() throws InterruptedException {
    loop.start();
    awaitSearch();

    loop.close();
    loop.wake();

    assertThat(searches.poll(100, TimeUnit.MILLISECONDS)).isNull();
  }

  private int awaitSearch() throws InterruptedException {
    var search = searches.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    assertThat(search).as("a search within %d seconds", TIMEOUT_SECONDS).isNotNull();
    return search;
  }

  private boolean search() {
    count++;
    searches.add(count);
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
    return findsWork;
  }
}
