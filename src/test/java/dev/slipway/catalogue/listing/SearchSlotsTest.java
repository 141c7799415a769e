package dev.slipway.catalogue.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.Asvs;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchSlotsTest {
  private final SearchSlots slots = new SearchSlots(1, 1);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void endSearches() {
    end.countDown();
  }

  @Test
  void runsASearchWhenTheOneBeforeEnds() {
    var first = runUntilTheEnd();
    var second = CompletableFuture.supplyAsync(() -> slots.run(() -> "found"));

    assertThat(second).isNotDone();
    end.countDown();

    assertThat(first.join()).isEqualTo("ended");
    assertThat(second.join()).isEqualTo("found");
  }

  @Test
  @Asvs("2.4.1")
  void refusesASearchIfNoneEnds() {
    runUntilTheEnd();

    assertOverloaded(() -> slots.run(() -> "found"));
  }

  @Test
  void refusesASearchAtOnceIfOthersWait() throws InterruptedException {
    runUntilTheEnd();
    var waiting = new CountDownLatch(1);
    CompletableFuture.runAsync(
        () -> {
          waiting.countDown();
          slots.run(() -> "waited");
        });
    waiting.await();

    // The other one may not wait yet. Whichever comes second is refused without a slot.
    assertOverloaded(() -> slots.run(() -> "found"));
  }

  @Test
  void freesTheSlotOfASearchThatFails() {
    assertThatThrownBy(
            () ->
                slots.run(
                    () -> {
                      throw new IllegalStateException("failed");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(slots.<String>run(() -> "found")).isEqualTo("found");
  }

  private CompletableFuture<String> runUntilTheEnd() {
    var started = new CountDownLatch(1);
    var search =
        CompletableFuture.supplyAsync(
            () ->
                slots.run(
                    () -> {
                      started.countDown();
                      await(end);
                      return "ended";
                    }));
    await(started);
    return search;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertOverloaded(Supplier<String> search) {
    assertThatThrownBy(search::get)
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.OVERLOADED));
  }
}
