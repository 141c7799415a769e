package dev.slipway.web.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.Eventually;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupCommitTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_WEIGHT = 4;
  private static final int FIRST = 100;
  private static final int INVALID = 3;

  private final List<List<Integer>> transactions = new CopyOnWriteArrayList<>();
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);
  private final AtomicLong nanos = new AtomicLong();
  private final WaitingCallers callers = new WaitingCallers();
  private volatile int failing = INVALID;
  private volatile RuntimeException failure;
  private volatile Error error;
  private final GroupCommit<Integer, String> group =
      new GroupCommit<>(this::execute, item -> item == FIRST ? 1 : item, MAX_WEIGHT, nanos::get);

  @AfterEach
  void stop() {
    firstMayEnd.countDown();
    callers.close();
  }

  @Test
  void executesASingleItemAtOnce() {
    assertThat(group.execute(1)).isEqualTo("result 1");
    assertThat(group.execute(2)).isEqualTo("result 2");

    assertThat(transactions).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void executesTogetherWhatArrivesMeanwhile() {
    var calls = callDuringTheFirst(1, 1, 2);

    assertThat(calls.stream().map(CompletableFuture::join))
        .containsExactly("result 100", "result 1", "result 1", "result 2");
    assertThat(transactions).containsExactly(List.of(FIRST), List.of(1, 1, 2));
  }

  @Test
  void limitsTheWeightOfATransaction() {
    var calls = callDuringTheFirst(2, 2, 1, 9, 1);

    calls.forEach(CompletableFuture::join);

    assertThat(transactions)
        .containsExactly(List.of(FIRST), List.of(2, 2), List.of(1), List.of(9), List.of(1));
  }

  /** The others must not fail because of it. */
  @Test
  void executesEachAloneAfterAFailureTogether() {
    failure = new IllegalArgumentException("invalid");
    var calls = callDuringTheFirst(1, INVALID);

    assertThat(calls.get(0).join()).isEqualTo("result 100");
    assertThat(calls.get(1).join()).isEqualTo("result 1");
    assertThatThrownBy(calls.get(2)::join).hasCause(failure);

    assertThat(transactions).startsWith(List.of(FIRST), List.of(1, INVALID));
    assertThat(transactions.subList(2, 4)).containsExactlyInAnyOrder(List.of(1), List.of(INVALID));
  }

  /** Otherwise each would wait for the database in turn. */
  @Test
  void failsAllThatWaitIfTheDatabaseIsUnavailable() {
    failure = new PersistenceException(new SQLException("refused", "08001"));
    failing = FIRST;
    var calls = callDuringTheFirst(1, 9, 1);

    for (var call : calls) {
      assertThatThrownBy(call::join).hasCause(failure);
    }
    assertThat(transactions).containsExactly(List.of(FIRST));
  }

  /** The database can execute the others meanwhile. */
  @Test
  void failsThoseOfOneTransactionThatWaitsForALockTooLong() {
    failure = new PersistenceException(new SQLException("lock timeout", "55P03"));
    var calls = callDuringTheFirst(1, INVALID, 2);

    assertThat(calls.get(0).join()).isEqualTo("result 100");
    assertThatThrownBy(calls.get(1)::join).hasCause(failure);
    assertThatThrownBy(calls.get(2)::join).hasCause(failure);
    assertThat(calls.get(3).join()).isEqualTo("result 2");
    assertThat(transactions).containsExactly(List.of(FIRST), List.of(1, INVALID), List.of(2));
  }

  /** Its connection may be broken. */
  @Test
  void doesNotWaitForATransactionThatHangs() {
    var calls = callDuringTheFirstThatHangs(1);
    assertThat(calls.get(1)).isNotDone();

    nanos.addAndGet(Duration.ofSeconds(5).toNanos() + 1);

    assertThat(group.execute(2)).isEqualTo("result 2");
    assertThat(calls.get(1).join()).isEqualTo("result 1");
    assertThat(calls.get(0)).isNotDone();
    assertThat(transactions).containsExactly(List.of(FIRST), List.of(2, 1));
    firstMayEnd.countDown();
    assertThat(calls.get(0).join()).isEqualTo("result 100");
  }

  @Test
  void continuesAfterAFailure() {
    failure = new IllegalArgumentException("invalid");
    assertThatThrownBy(() -> group.execute(INVALID)).isSameAs(failure);

    assertThat(group.execute(1)).isEqualTo("result 1");
  }

  /** The item may be stored, so it is not executed again; nobody waits for ever. */
  @Test
  void endsEachCallAfterAnError() {
    error = new OutOfMemoryError("test");
    var calls = callDuringTheFirst(INVALID, 1);

    assertThat(calls.get(0).join()).isEqualTo("result 100");
    assertThatThrownBy(calls.get(1)::join).hasCause(error);
    assertThatThrownBy(calls.get(2)::join)
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ended with an error");

    error = null;
    assertThat(group.execute(1)).isEqualTo("result 1");
    assertThat(transactions).containsExactly(List.of(FIRST), List.of(INVALID, 1), List.of(1));
  }

  /** Begins the first transaction, which lasts until all others wait, in this order. */
  private List<CompletableFuture<String>> callDuringTheFirst(int... items) {
    var calls = callDuringTheFirstThatHangs(items);
    firstMayEnd.countDown();
    return calls;
  }

  private List<CompletableFuture<String>> callDuringTheFirstThatHangs(int... items) {
    var calls = new ArrayList<CompletableFuture<String>>();
    calls.add(callers.start(() -> group.execute(FIRST)));
    Eventually.holds("the first is executed", TIMEOUT, () -> transactions.size() == 1);
    for (var item : items) {
      calls.add(callers.startAndAwaitWaiting(() -> group.execute(item)));
    }
    return calls;
  }

  private List<String> execute(List<Integer> items) {
    transactions.add(items);
    try {
      if (items.contains(FIRST) && !firstMayEnd.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("The other callers did not come");
      }
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
    if (items.contains(failing)) {
      if (error != null) {
        throw error;
      }
      if (failure != null) {
        throw failure;
      }
    }
    return items.stream().map(item -> "result " + item).toList();
  }
}
