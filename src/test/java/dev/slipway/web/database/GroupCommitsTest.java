package dev.slipway.web.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupCommitsTest {
  private static final int FIRST = 100;

  private final List<String> transactions = new CopyOnWriteArrayList<>();
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);
  private final WaitingCallers callers = new WaitingCallers();
  private final GroupCommits<String, Integer, String> groups = new GroupCommits<>(this::execute, 3);

  @AfterEach
  void stop() {
    firstMayEnd.countDown();
    callers.close();
  }

  @Test
  void itemsWithTheSameKeyShareTransactionsUpToTheLimit() {
    var first = start("anna", FIRST);
    var others = IntStream.rangeClosed(1, 4).mapToObj(item -> start("anna", item)).toList();
    firstMayEnd.countDown();

    assertThat(first.join()).isEqualTo("anna 100");
    assertThat(others.stream().map(CompletableFuture::join))
        .containsExactly("anna 1", "anna 2", "anna 3", "anna 4");
    assertThat(transactions).containsExactly("anna [100]", "anna [1, 2, 3]", "anna [4]");
  }

  @Test
  void anItemWithAnotherKeyDoesNotWait() {
    var first = start("anna", FIRST);

    assertThat(groups.execute("berta", 1)).isEqualTo("berta 1");

    assertThat(first).isNotDone();
  }

  @Test
  void keysThatHaveNoCallUseNoMemory() {
    groups.execute("anna", 1);
    assertThatThrownBy(() -> groups.execute("berta", -1)).hasMessage("Invalid");

    assertThat(groups.keysInUse()).isZero();
  }

  /** Starts a call, and waits until it has begun its transaction or waits for another one. */
  private CompletableFuture<String> start(String key, int item) {
    return callers.startAndAwaitWaiting(() -> groups.execute(key, item));
  }

  private List<String> execute(String key, List<Integer> items) {
    transactions.add(key + " " + items);
    if (items.contains(FIRST)) {
      await();
    }
    if (items.contains(-1)) {
      throw new IllegalArgumentException("Invalid");
    }
    return items.stream().map(item -> key + " " + item).toList();
  }

  private void await() {
    try {
      firstMayEnd.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
