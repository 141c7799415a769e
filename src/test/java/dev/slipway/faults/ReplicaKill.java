package dev.slipway.faults;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Kills a replica once, with SIGKILL, when an interceptor runs one of its actions. */
final class ReplicaKill {
  private static final int MAX_DELAY_MICROS = 20_000;

  private final Replica replica;
  private final CountDownLatch killed = new CountDownLatch(1);

  ReplicaKill(Replica replica) {
    this.replica = replica;
  }

  TcpInterceptor.Action action(boolean immediately) {
    return immediately ? this::killImmediately : this::killAfterDelay;
  }

  void await(long seconds) throws InterruptedException {
    assertThat(killed.await(seconds, SECONDS)).isTrue();
  }

  /** Kills the replica before the bytes are forwarded, and drops them. */
  private void killImmediately() throws IOException {
    replica.kill();
    killed.countDown();
    throw new IOException("killed");
  }

  /** Kills the replica up to 20 ms after the bytes are forwarded. */
  private void killAfterDelay() {
    var delayMicros = ThreadLocalRandom.current().nextInt(MAX_DELAY_MICROS);
    Runnable killer =
        () -> {
          LockSupport.parkNanos(MICROSECONDS.toNanos(delayMicros));
          replica.kill();
          killed.countDown();
        };
    new Thread(killer, "kill").start();
  }
}
