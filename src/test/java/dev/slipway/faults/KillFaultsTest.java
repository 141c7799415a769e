package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The application is killed with SIGKILL at each step of an upload: at the step itself, or up to 20
 * ms later, when a transaction may be open, committed or acknowledged.
 */
@Tag("faults")
class KillFaultsTest {
  private static final int REPETITIONS = FaultSuiteSettings.scale(1, 20);

  /** MinIO waits before it repeats a notification. */
  private static final long NOTIFICATION_TIMEOUT_SECONDS = 120;

  private static final Duration CONVERGENCE_TIMEOUT = Duration.ofSeconds(60);

  /**
   * Without reconciliation, which would catalogue objects whose notifications the inbox has lost,
   * and with a short lease, so that the test doesn't wait for the lease of a killed worker.
   */
  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "SLIPWAY_RECONCILE_EVERY", "0S",
              "SLIPWAY_RECONCILE_AT_START", "false",
              "SLIPWAY_NOTIFICATIONS_LEASE", "5S"));

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

  private void killRepeatedly(KillTrigger trigger) throws Exception {
    for (var repetition = 0; repetition < REPETITIONS; repetition++) {
      killAndRecover(trigger, repetition % 2 == 0);
    }
    Eventually.holds("the inbox is empty", CONVERGENCE_TIMEOUT, STACK.database()::isInboxEmpty);
    STACK.reportResult(
        "%d times; everything catalogued at most %d s after the restart",
        REPETITIONS, slowest.toSeconds());
  }

  private void killAndRecover(KillTrigger trigger, boolean immediately) throws Exception {
    STACK.relay().forwardTo(STACK.replica());
    var client = TolerantClient.of("creator", STACK.replica());
    var kill = new ReplicaKill(STACK.replica());
    var upload = new RetryingUpload(client);
    trigger.install(kill.action(immediately));

    upload.tryNextStep();
    upload.tryNextStep();
    kill.await(NOTIFICATION_TIMEOUT_SECONDS);
    removeInterceptors();
    STACK.replica().start();
    var restartedAt = Instant.now();
    upload.finish();

    assertThat(STACK.awaitInvariants()).isEmpty();
    var recoveryTime = Duration.between(restartedAt, Instant.now());
    slowest = recoveryTime.compareTo(slowest) > 0 ? recoveryTime : slowest;
  }

  /** Installs an interceptor that kills the application at a step. */
  private interface KillTrigger {
    void install(TcpInterceptor.Action kill);
  }

  /** An upload whose client repeats requests without a response. */
  private static final class RetryingUpload {
    private final TolerantClient client;
    private final byte[] bytes = SmallUploads.uniqueBytes();
    private final String key = UUID.randomUUID().toString();
    private TolerantClient.Response opened;
    private boolean stored;

    private RetryingUpload(TolerantClient client) {
      this.client = client;
    }

    /** Tries to open the upload or, if it is open, to put the file. */
    void tryNextStep() {
      try {
        if (opened == null) {
          opened = client.open(bytes, "clip.mp4", key).expect(201);
        } else if (!stored) {
          // 412 means that the object exists, because only the response to the first PUT was lost.
          stored = Set.of(200, 412).contains(client.put(opened.json().get("put"), bytes));
        }
      } catch (IOException killed) {
        // The test repeats the request after the restart.
      }
      if (stored) {
        STACK.acknowledged().add(opened.text("key"), bytes);
      }
    }

    /** Repeats unanswered requests. Only the store's notification reports the object. */
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
