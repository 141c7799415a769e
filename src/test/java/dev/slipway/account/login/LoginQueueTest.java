package dev.slipway.account.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
    start(queue, "a", 2);
    start(queue, "b", 2);
    awaitChecking(CHECKS);

    passwordsChecked.countDown();

    for (var login : logins) {
      assertThat(login.get()).contains("checked");
    }
    assertThat(mostChecking).hasValue(CHECKS);
  }

  @Test
  void refusesTheLoginsOfANetworkThatHasManyAndServesOthers() throws Exception {
    var queue = new LoginQueue(6, MAX_LOGINS, MAX_LOGINS_PER_NETWORK, LONG);
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
    var queue = new LoginQueue(MAX_LOGINS, MAX_LOGINS, MAX_LOGINS_PER_NETWORK, LONG);
    for (var i = 0; i < MAX_LOGINS; i++) {
      start(queue, "network " + i, 1);
    }
    awaitChecking(MAX_LOGINS);

    assertThat(queue.run("c", () -> "checked")).isEmpty();

    endAll();
    assertThat(queue.run("c", () -> "checked")).contains("checked");
  }

  @Test
  @Asvs("2.4.1")
  void manyLoginsOfAFewNetworksDoNotKeepOthersOut() throws Exception {
    var queue = new LoginQueue(1, 100, 20, LONG);
    for (var network : List.of("a", "b", "c", "d", "e")) {
      start(queue, network, 20);
    }
    Eventually.holds("all wait or are refused", () -> queue.size() + ended() == logins.size());
    assertThat(ended()).isGreaterThan(30);

    var newcomer = pool.submit(() -> queue.run("f", () -> "checked"));
    passwordsChecked.countDown();

    assertThat(newcomer.get()).contains("checked");
  }

  @Test
  @Asvs("2.4.1")
  void checksTheFirstLoginOfANetworkBeforeTheSecondOneOfAnother() throws Exception {
    var queue = new LoginQueue(1, 100, 20, LONG);
    var order = new CopyOnWriteArrayList<String>();
    start(queue, "a", 1);
    awaitChecking(1);
    for (var login : List.of("a", "a", "b")) {
      var size = queue.size();
      logins.add(
          pool.submit(
              () ->
                  queue.run(
                      login,
                      () -> {
                        order.add(login);
                        return check();
                      })));
      Eventually.holds("the login waits", () -> queue.size() > size);
    }

    endAll();

    assertThat(order).containsExactly("b", "a", "a");
  }

  @Test
  void refusesALoginThatWaitsTooLong() throws Exception {
    var queue = new LoginQueue(1, MAX_LOGINS, MAX_LOGINS_PER_NETWORK, Duration.ofMillis(1));
    start(queue, "a", 1);
    awaitChecking(1);

    assertThat(queue.run("b", () -> "checked")).isEmpty();
    assertThat(queue.size()).isEqualTo(1);

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

  private int ended() {
    return (int) logins.stream().filter(Future::isDone).count();
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
