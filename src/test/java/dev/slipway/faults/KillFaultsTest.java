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
  private static final int TIMES = FaultSuiteSettings.of(1, 20);
  private static final int LATEST_MICROS = 20_000;

  /** MinIO may wait a while before it sends again. */
  private static final long TO_BE_TOLD_SECONDS = 120;

  private static final Duration TO_CONVERGE = Duration.ofSeconds(60);

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
  void letThrough() {
    STACK.toDatabase().tap(TcpInterceptor.NONE);
    STACK.toStore().tap(TcpInterceptor.NONE);
    STACK.browserToStore().tap(TcpInterceptor.NONE);
  }

  @Test
  @Tag("quick")
  @Fault("kill -9 when an upload is signed")
  void survivesAKillWhenSigned() throws Exception {
    each(
        kill ->
            STACK
                .toDatabase()
                .tap(TcpInterceptor.before(TcpInterceptor.Way.THERE, "insert into upload", kill)));
  }

  @Test
  @Fault("kill -9 when the bytes are stored")
  void survivesAKillWhenStored() throws Exception {
    each(
        kill ->
            STACK
                .browserToStore()
                .tap(TcpInterceptor.before(TcpInterceptor.Way.BACK, "200 OK", kill)));
  }

  @Test
  @Tag("quick")
  @Fault("kill -9 when a notification is received")
  void survivesAKillWhenTheNotificationIsReceived() throws Exception {
    each(
        kill ->
            STACK
                .toDatabase()
                .tap(
                    TcpInterceptor.before(
                        TcpInterceptor.Way.THERE, "insert into notification", kill)));
  }

  @Test
  @Tag("quick")
  @Fault("kill -9 when a notification is processed")
  void survivesAKillWhenTheNotificationIsProcessed() throws Exception {
    each(
        kill ->
            STACK
                .toDatabase()
                .tap(TcpInterceptor.before(TcpInterceptor.Way.THERE, "insert into video", kill)));
  }

  @Test
  @Fault("kill -9 when the object is read")
  void survivesAKillWhenTheObjectIsProbed() throws Exception {
    each(
        kill ->
            STACK
                .toStore()
                .tap(
                    TcpInterceptor.before(
                        TcpInterceptor.Way.THERE, "GET /slipway-videos/videos/", kill)));
  }

  private void each(Arming arming) throws Exception {
    for (var time = 0; time < TIMES; time++) {
      once(arming, time % 2 == 0);
    }
    Eventually.holds("the inbox is empty", TO_CONVERGE, STACK.database()::inboxIsEmpty);
    STACK.saw(
        "%d times; everything catalogued at most %d s after the restart",
        TIMES, slowest.toSeconds());
  }

  private void once(Arming arming, boolean atOnce) throws Exception {
    STACK.relay().passOnTo(STACK.replica());
    var client = TolerantClient.of("creator", STACK.replica());
    var dead = new CountDownLatch(1);
    var upload = new Retried(client);
    arming.arm(atOnce ? () -> killAtOnce(dead) : () -> killSoon(dead));

    upload.step();
    upload.step();
    assertThat(dead.await(TO_BE_TOLD_SECONDS, SECONDS)).isTrue();
    letThrough();
    STACK.replica().start();
    var restarted = Instant.now();
    upload.finish();

    assertThat(STACK.settled()).isEmpty();
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
  private void killSoon(CountDownLatch dead) {
    var wait = random.nextInt(LATEST_MICROS);
    Runnable death =
        () -> {
          LockSupport.parkNanos(MICROSECONDS.toNanos(wait));
          STACK.replica().kill();
          dead.countDown();
        };
    new Thread(death, "death").start();
  }

  /** Puts the tap where the moment is seen. */
  private interface Arming {
    void arm(TcpInterceptor.Act kill);
  }

  /** An upload by somebody who tries again what was not answered. */
  private static final class Retried {
    private final TolerantClient client;
    private final byte[] bytes = SmallUploads.bytes();
    private final String key = UUID.randomUUID().toString();
    private TolerantClient.Reply opened;
    private boolean stored;

    private Retried(TolerantClient client) {
      this.client = client;
    }

    /** What comes next, if it works. */
    void step() {
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
        step();
        assertThat(stored).isTrue();
      }
    }
  }
}
