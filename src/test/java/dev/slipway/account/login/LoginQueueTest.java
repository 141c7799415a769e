package dev.slipway.account.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginQueueTest {
  private static final int CHECKS = 2;
  private static final int MAX_LOGINS = 6;
  private static final int MAX_LOGINS_PER_NETWORK = 3;
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final CountDownLatch passwordsChecked = new CountDownLatch(1);
  private final AtomicInteger checking = new AtomicInteger();
  private final AtomicInteger mostChecking = new AtomicInteger();
  private final List<Future<Optional<String>>> logins = new ArrayList<>();

  @AfterEach
  void stop() {
    passwordsChecked.countDown();
    pool.shutdown();
  }

  @Test
  void checksFewLoginsAtOnceAndLetsTheOthersWait() throws Exception {
    var queue = new LoginQueue(CHECKS, MAX_LOGINS, MAX_LOGINS_PER_NETWORK, LONG);
    start(queue, "a", 3);
    start(queue, "b", 3);
    awaitChecking(CHECKS);

    passwordsChecked.countDown();

    for (var login : logins) {
      assertThat(login.get()).contains("checked");
    }
    assertThat(mostChecking).hasValue(CHECKS);
  }

  @Test
  void refusesTheLoginsOfANetworkThatHasManyAndServesOthers() throws Exception {
    var queue = new LoginQueue(4, MAX_LOGINS, MAX_LOGINS_PER_NETWORK, LONG);
    start(queue, "a", 3);
    awaitChecking(3);

    assertThat(queue.run("a", () -> "checked")).isEmpty();
    assertThat(queue.run("b", () -> "checked")).contains("checked");

    endAll();
    assertThat(queue.run("a", () -> "checked")).contains("checked");
  }

  @Test
  @Asvs("2.4.1")
  void refusesLoginsWhenTheQueueIsFull() throws Exception {
    var queue = new LoginQueue(MAX_LOGINS + 1, MAX_LOGINS, MAX_LOGINS_PER_NETWORK, LONG);
    start(queue, "a", 3);
    start(queue, "b", 3);
    awaitChecking(6);

    assertThat(queue.run("c", () -> "checked")).isEmpty();

    endAll();
    assertThat(queue.run("c", () -> "checked")).contains("checked");
  }

  @Test
  void refusesALoginThatWaitsTooLong() throws Exception {
    var queue = new LoginQueue(1, MAX_LOGINS, MAX_LOGINS_PER_NETWORK, Duration.ofMillis(1));
    start(queue, "a", 1);
    awaitChecking(1);

    assertThat(queue.run("b", () -> "checked")).isEmpty();

    endAll();
    assertThat(queue.run("b", () -> "checked")).contains("checked");
  }

  @Test
  void aFailedCheckFreesItsPlace() {
    var queue = new LoginQueue(1, 1, 1, Duration.ofMillis(1));

    for (var i = 0; i < 2; i++) {
      assertThatThrownBy(() -> queue.run("a", LoginQueueTest::fail)).hasMessage("no database");
    }
    assertThat(queue.run("a", () -> "checked")).contains("checked");
  }

  private void start(LoginQueue queue, String network, int count) {
    for (var i = 0; i < count; i++) {
      logins.add(pool.submit(() -> queue.run(network, this::check)));
    }
  }

  private String check() {
    mostChecking.accumulateAndGet(checking.incrementAndGet(), Math::max);
    try {
      passwordsChecked.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      checking.decrementAndGet();
    }
    return "checked";
  }

  private void awaitChecking(int count) {
    Eventually.holds(count + " logins are checked", () -> checking.get() == count);
  }

  private void endAll() throws Exception {
    passwordsChecked.countDown();
    for (var login : logins) {
      login.get();
    }
  }

  private static String fail() {
    throw new IllegalStateException("no database");
  }
}
