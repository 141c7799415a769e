package dev.slipway.web.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Asvs("2.4.1")
class FairQueueTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final FairShare places = new FairShare(8, 8);
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> started = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Optional<String>>> results = new ArrayList<>();

  @AfterEach
  void stop() {
    end.countDown();
    results.forEach(CompletableFuture::join);
    pool.shutdown();
  }

  @Test
  void theFirstTaskOfAKeyPassesTheSecondOneOfAnother() {
    var queue = new FairQueue(new FairShare(1, 1), places, LONG);
    add(queue, "a", "a1");
    add(queue, "a", "a2");
    add(queue, "a", "a3");
    add(queue, "b", "b1");
    add(queue, "b", "b2");

    endTasks();

    assertThat(started).containsExactly("a1", "b1", "a2", "b2", "a3");
  }

  @Test
  void aKeyLeavesSlotsToOthers() {
    var queue = new FairQueue(new FairShare(4, 2), places, LONG);
    add(queue, "a", "a1");
    add(queue, "a", "a2");
    add(queue, "a", "a3");
    add(queue, "b", "b1");

    Eventually.holds("the task of the other key runs", () -> started.contains("b1"));
    assertThat(started).containsExactlyInAnyOrder("a1", "a2", "b1");

    endTasks();
    assertThat(started).hasSize(4);
  }

  @Test
  void removesATaskThatWaitedTooLong() {
    var queue = new FairQueue(new FairShare(1, 1), places, LONG);
    add(queue, "a", "a1");

    assertThat(queue.run("b", Duration.ofMillis(1), () -> "late")).isEmpty();
    assertThat(places.count()).isEqualTo(1);

    endTasks();
    assertThat(queue.run("b", Duration.ofMillis(1), () -> "found")).contains("found");
    assertThat(places.count()).isZero();
  }

  @Test
  void refusesATaskAtOnceIfThereIsNoPlace() {
    var queue = new FairQueue(new FairShare(1, 1), new FairShare(3, 2), LONG);
    add(queue, "a", "a1");
    add(queue, "a", "a2");

    assertThat(queue.run("a", () -> "third of the key")).isEmpty();
    add(queue, "b", "b1");
    assertThat(queue.run("c", () -> "fourth of all")).isEmpty();
  }

  /** Returns when the task has its place. */
  private void add(FairQueue queue, String key, String name) {
    var before = results.size();
    results.add(
        CompletableFuture.supplyAsync(
            () ->
                queue.run(
                    key,
                    () -> {
                      started.add(name);
                      await(end);
                      return name;
                    }),
            pool));
    Eventually.holds("the task is in the queue", () -> queue.size() > before);
  }

  private void endTasks() {
    end.countDown();
    assertThat(results).allSatisfy(result -> assertThat(result.join()).isPresent());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
