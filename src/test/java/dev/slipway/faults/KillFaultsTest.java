package dev.slipway.faults;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The application is killed for good while a video is at each step of its way: at the moment
 * itself, or some random milliseconds after it, when a transaction may be open, committed or
 * answered.
 */
@Tag("faults")
class KillFaultsTest {
  private static final int REPETITIONS = FaultSuiteSettings.scale(1, 20);
  private static final int MAX_KILL_DELAY_MICROS = 20_000;

  /** MinIO may wait a while before it sends again. */
  private static final long NOTIFICATION_TIMEOUT_SECONDS = 120;

  private static final Duration CONVERGENCE_TIMEOUT = Duration.ofSeconds(60);

  /**
   * No comparison makes good what the inbox has lost; and nobody waits for a dead worker's lease.
   */
  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "SLIPWAY_RECONCILE_EVERY", "0S",
              "SLIPWAY_RECONCILE_AT_START", "false",
              "SLIPWAY_NOTIFICATIONS_LEASE", "5S"));

  private final Random random = new Random();
  private Duration slowest = Duration.ZERO;

  @AfterEach
  void removeInterceptors() {
    STACK.databaseProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.browserStoreProxy().setInterceptor(TcpInterceptor.NONE);
  }

  @Test
  @Tag("quick")
  @Fault("kill -9 when an upload is signed")
  void survivesAKillWhenSigned() throws Exception {
    killRepeatedly(
        kill ->
            STACK
                .databaseProxy()
                .setInterceptor(
                    TcpInterceptor.runBefore(
                        TcpInterceptor.Direction.TO_SERVER, "insert into upload", kill)));
  }

  @Test
  @Fault("kill -9 when the bytes are stored")
  void survivesAKillWhenStored() throws Exception {
    killRepeatedly(
        kill ->
            STACK
                .browserStoreProxy()
                .setInterceptor(
                    TcpInterceptor.runBefore(TcpInterceptor.Direction.TO_CLIENT, "200 OK", kill)));
  }

  @Test
  @Tag("quick")
  @Fault("kill -9 when a notification is received")
  void survivesAKillWhenTheNotificationIsReceived() throws Exception {
    killRepeatedly(
        kill ->
            STACK
                .databaseProxy()
                .setInterceptor(
                    TcpInterceptor.runBefore(
                        TcpInterceptor.Direction.TO_SERVER, "insert into notification", kill)));
  }

  @Test
  @Tag("quick")
  @Fault("kill -9 when a notification is processed")
  void survivesAKillWhenTheNotificationIsProcessed() throws Exception {
    killRepeatedly(
        kill ->
            STACK
                .databaseProxy()
                .setInterceptor(
                    TcpInterceptor.runBefore(
                        TcpInterceptor.Direction.TO_SERVER, "insert into video", kill)));
  }

  @Test
  @Fault("kill -9 when the object is read")
  void survivesAKillWhenTheObjectIsRead() throws Exception {
    killRepeatedly(
        kill ->
            STACK
                .storeProxy()
                .setInterceptor(
                    TcpInterceptor.runBefore(
                        TcpInterceptor.Direction.TO_SERVER, "GET /slipway-videos/videos/", kill)));
  }

  private void killRepeatedly(KillTrigger arming) throws Exception {
    for (var time = 0; time < REPETITIONS; time++) {
      killAndRecover(arming, time % 2 == 0);
    }
    Eventually.holds("the inbox is empty", CONVERGENCE_TIMEOUT, STACK.database()::isInboxEmpty);
    STACK.reportResult(
        "%d times; everything catalogued at most %d s after the restart",
        REPETITIONS, slowest.toSeconds());
  }

  private void killAndRecover(KillTrigger arming, boolean atOnce) throws Exception {
    STACK.relay().forwardTo(STACK.replica());
    var client = TolerantClient.of("creator", STACK.replica());
    var dead = new CountDownLatch(1);
    var upload = new RetryingUpload(client);
    arming.install(atOnce ? () -> killAtOnce(dead) : () -> killAfterDelay(dead));

    upload.tryNextStep();
    upload.tryNextStep();
    assertThat(dead.await(NOTIFICATION_TIMEOUT_SECONDS, SECONDS)).isTrue();
    removeInterceptors();
    STACK.replica().start();
    var restarted = Instant.now();
    upload.finish();

    assertThat(STACK.awaitInvariants()).isEmpty();
    var took = Duration.between(restarted, Instant.now());
    slowest = took.compareTo(slowest) > 0 ? took : slowest;
  }

  /** What was on its way never arrives. */
  private static void killAtOnce(CountDownLatch dead) throws IOException {
    STACK.replica().kill();
    dead.countDown();
    throw new IOException("killed");
  }

  /** What was on its way arrives, and maybe what follows from it. */
  private void killAfterDelay(CountDownLatch dead) {
    var wait = random.nextInt(MAX_KILL_DELAY_MICROS);
    Runnable death =
        () -> {
          LockSupport.parkNanos(MICROSECONDS.toNanos(wait));
          STACK.replica().kill();
          dead.countDown();
        };
    new Thread(death, "death").start();
  }

  /** Puts the tap where the moment is seen. */
  private interface KillTrigger {
    void install(TcpInterceptor.Action kill);
  }

  /** An upload by somebody who tries again what was not answered. */
  private static final class RetryingUpload {
    private final TolerantClient client;
    private final byte[] bytes = SmallUploads.uniqueBytes();
    private final String key = UUID.randomUUID().toString();
    private TolerantClient.Response opened;
    private boolean stored;

    private RetryingUpload(TolerantClient client) {
      this.client = client;
    }

    /** What comes next, if it works. */
    void tryNextStep() {
      try {
        if (opened == null) {
          opened = client.open(bytes, "clip.mp4", key).expect(201);
        } else if (!stored) {
          // A second time it is there already: the answer to the first one was lost.
          stored = Set.of(200, 412).contains(client.put(opened.json().get("put"), bytes));
        }
      } catch (IOException killed) {
        // That is what this is about.
      }
      if (stored) {
        STACK.acknowledged().add(opened.text("key"), bytes);
      }
    }

    /** And leaves it to the store to tell of it. */
    void finish() throws IOException {
      if (opened == null) {
        opened = client.open(bytes, "clip.mp4", key).expect(201);
      }
      if (!stored) {
        tryNextStep();
        assertThat(stored).isTrue();
      }
    }
  }
}
