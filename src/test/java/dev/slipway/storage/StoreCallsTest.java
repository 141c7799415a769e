package dev.slipway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class StoreCallsTest {
  private static final ObjectKey KEY = new ObjectKey("videos/x");

  private final StoreCalls calls = new StoreCalls(1, Duration.ofMillis(20));

  @Test
  void refusesWhatWouldWaitTooLong() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var pool = Executors.newSingleThreadExecutor();
    var slow = pool.submit(() -> calls.call("GET", KEY, () -> waitFor(begun, end)));
    begun.await();

    assertThatThrownBy(() -> calls.call("GET", KEY, () -> "answer"))
        .isInstanceOf(StoreUnavailableException.class);

    end.countDown();
    slow.get();
    pool.shutdown();
    assertThat(calls.call("GET", KEY, () -> "answer")).contains("answer");
  }

  @Test
  void isUnavailableWhereTheConnectionIsLost() {
    assertThatThrownBy(() -> calls.call("GET", KEY, StoreCallsTest::lose))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(
            () ->
                calls.call(
                    "GET",
                    KEY,
                    () -> {
                      throw new IllegalStateException(new ConnectException("refused"));
                    }))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void hidesNoMistakeOfOurs() {
    assertThatThrownBy(
            () ->
                calls.call(
                    "GET",
                    KEY,
                    () -> {
                      throw new IllegalStateException("a mistake");
                    }))
        .isExactlyInstanceOf(IllegalStateException.class);
    assertThat(calls.call("GET", KEY, () -> "answer")).contains("answer");
  }

  private static String lose() throws IOException {
    throw new IOException("connection reset");
  }

  private static String waitFor(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "late";
  }
}
