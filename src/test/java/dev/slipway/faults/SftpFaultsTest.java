package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.sftp.SftpDefaults;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SftpTestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nothing is catalogued over SFTP that isn't whole. */
@Tag("faults")
class SftpFaultsTest {
  private static final int MIB = 1 << 20;
  private static final int PART_SIZE = 5 * MIB;

  /** Three parts, the last of which is short. */
  private static final int SIZE = 12 * MIB;

  private static final int REPETITIONS = FaultSuiteSettings.scale(1, 10);
  private static final int PORT = Ports.free();
  private static final long KILL_TIMEOUT_SECONDS = 60;

  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "SLIPWAY_SFTP_PORT", Integer.toString(PORT),
              "SLIPWAY_SFTP_HOST_KEY", SftpDefaults.newHostKey(),
              "SLIPWAY_SFTP_PART_SIZE", Integer.toString(PART_SIZE),
              "SLIPWAY_QUOTA_BYTES", FaultSuiteSettings.scale(120, 360) + "M"));

  private final String name = UUID.randomUUID() + ".mp4";
  private final Random random = new Random();

  @AfterEach
  void restore() {
    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
  }

  @Test
  @Tag("quick")
  @Fault("SFTP: the connection is cut at a random offset, and the client continues")
  void continuesAfterACut() throws Exception {
    for (var repetition = 0; repetition < REPETITIONS; repetition++) {
      var file = repetition + name;
      var bytes = Mp4Header.bytes(SIZE, repetition);
      var sent = random.nextInt(PART_SIZE + MIB, SIZE);
      try (var client = connect()) {
        write(client, open(client, file), bytes, 0, sent);
        client.cut();
      }

      assertThat(count(file)).isZero();
      resume(file, bytes);
    }
    STACK.reportResult(
        "%d times; no row before the client continued at the end of a stored part, checksum equal",
        REPETITIONS);
  }

  @Test
  @Tag("quick")
  @Fault("SFTP: kill -9 of the application during a transfer")
  void continuesAfterAKill() throws Exception {
    var bytes = Mp4Header.bytes(SIZE, 1);
    var kill = new ReplicaKill(STACK.replica());
    STACK
        .storeProxy()
        .setInterceptor(
            TcpInterceptor.runBefore(
                TcpInterceptor.Direction.TO_SERVER, "partNumber=2", kill.action(true)));
    try (var client = connect()) {
      assertThatThrownBy(() -> write(client, open(client, name), bytes, 0, SIZE))
          .isInstanceOf(IOException.class);
      client.cut();
    }
    kill.await(KILL_TIMEOUT_SECONDS);
    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.replica().start();

    assertThat(count(name)).isZero();
    resume(name, bytes);
    STACK.reportResult("no row after the restart; then the client continued, checksum equal");
  }

  @Test
  @Fault("SFTP: kill -9 of the application when the client has closed the file")
  void completesAClosedFileAfterAKill() throws Exception {
    var kill = new ReplicaKill(STACK.replica());

    assertCompletedAfterAKill(
        kill,
        TcpInterceptor.runBefore(
            TcpInterceptor.Direction.TO_SERVER, "<CompleteMultipartUpload", kill.action(true)),
        Mp4Header.bytes(SIZE, 2));
  }

  /** The size is a multiple of the part size, so the last part doesn't show that it is the last. */
  @Test
  @Fault("SFTP: kill -9 of the application when the store has received the last part")
  void completesAClosedFileWhoseLastPartIsFullAfterAKill() throws Exception {
    var kill = new ReplicaKill(STACK.replica());
    var lastPartSent = new AtomicBoolean();
    TcpInterceptor killWhenTheLastPartIsStored =
        (direction, sent) -> {
          if (TcpInterceptor.contains(sent, "partNumber=2")) {
            lastPartSent.set(true);
          } else if (direction == TcpInterceptor.Direction.TO_CLIENT
              && lastPartSent.get()
              && TcpInterceptor.contains(sent, "ETag")) {
            kill.action(true).run();
          }
          return sent;
        };

    assertCompletedAfterAKill(kill, killWhenTheLastPartIsStored, Mp4Header.bytes(2 * PART_SIZE, 8));
  }

  @Test
  @Tag("quick")
  @Fault("SFTP: a part of an earlier connection arrives after the same part of a newer one")
  void aLatePartOfAnEarlierConnectionIsNotCatalogued() throws Exception {
    var bytes = Mp4Header.bytes(SIZE, 7);
    var otherBytes = bytes.clone();
    otherBytes[PART_SIZE + MIB] = 1;
    var sent = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    STACK
        .storeProxy()
        .setInterceptor(
            TcpInterceptor.runBefore(
                TcpInterceptor.Direction.TO_SERVER,
                "partNumber=2",
                () -> {
                  sent.countDown();
                  await(released);
                }));

    try (var older = connect();
        var newer = connect()) {
      var slowHandle = open(older, name);
      var slow = startAsync(() -> write(older, slowHandle, otherBytes, 0, 2 * PART_SIZE + MIB));
      await(sent);
      var handle = newer.sftp().open(name, EnumSet.of(OpenMode.Write, OpenMode.Create));
      write(newer, handle, bytes, PART_SIZE, SIZE);
      released.countDown();
      assertThatThrownBy(() -> slow.get(KILL_TIMEOUT_SECONDS, TimeUnit.SECONDS))
          .hasMessageContaining("Another transfer is sending this file");
      assertThatThrownBy(() -> newer.sftp().close(handle)).hasMessageContaining("has replaced it");
    }

    assertThat(count(name)).isZero();
    resume(name, bytes);
    STACK.reportResult("refused; no row before the client sent the part again, checksum equal");
  }

  @Test
  @Fault("SFTP: the store restarts during a transfer, and when the client closes the file")
  void waitsForAStoreThatRestarts() throws Exception {
    var bytes = Mp4Header.bytes(SIZE, 5);
    try (var client = connect()) {
      var handle = open(client, name);
      write(client, handle, bytes, 0, 6 * MIB);
      whileTheStoreRestarts(() -> write(client, handle, bytes, 6 * MIB, SIZE));
      whileTheStoreRestarts(() -> client.sftp().close(handle));
    }
    var small = "small-" + name;
    var fewBytes = Mp4Header.bytes(MIB, 6);
    try (var client = connect()) {
      var handle = open(client, small);
      write(client, handle, fewBytes, 0, MIB);
      whileTheStoreRestarts(() -> client.sftp().close(handle));
    }

    assertStored(name, bytes);
    assertStored(small, fewBytes);
    assertThat(
            STACK.database().query("select * from upload where file_name = '%s'".formatted(small)))
        .hasSize(1);
    STACK.reportResult("the client waited and noticed nothing; checksum equal");
  }

  @Test
  @Tag("quick")
  @Fault("SFTP: the database restarts during a transfer, and when the client closes the file")
  void waitsForADatabaseThatRestarts() throws Exception {
    var bytes = Mp4Header.bytes(SIZE, 9);
    try (var client = connect()) {
      var handle = open(client, name);
      write(client, handle, bytes, 0, 6 * MIB);
      whileTheDatabaseRestarts(() -> write(client, handle, bytes, 6 * MIB, SIZE));
      assertThat(count(name)).isZero();
      whileTheDatabaseRestarts(() -> client.sftp().close(handle));
    }

    assertStored(name, bytes);
    STACK.reportResult("the client waited and noticed nothing; checksum equal");
  }

  @Test
  @Fault("SFTP: the database is unavailable for a minute during a transfer")
  void continuesAfterALongOutageOfTheDatabase() throws Exception {
    var bytes = Mp4Header.bytes(SIZE, 10);
    try (var client = connect()) {
      var handle = open(client, name);
      write(client, handle, bytes, 0, 6 * MIB);
      STACK.database().kill();
      assertThatThrownBy(() -> write(client, handle, bytes, 6 * MIB, SIZE))
          .hasMessageContaining("database");
      assertThatThrownBy(() -> client.sftp().close(handle)).isInstanceOf(IOException.class);
    } finally {
      STACK.database().start();
    }

    Eventually.holds("the application has connections to the database", this::canConnect);
    assertThat(count(name)).isZero();
    resume(name, bytes);
    STACK.reportResult(
        "failed after half a minute; no row before the client continued, checksum equal");
  }

  @Test
  @Tag("quick")
  @Fault("SFTP: bytes at random offsets")
  void bytesAtRandomOffsetsLoseNoStoredParts() throws Exception {
    var bytes = Mp4Header.bytes(SIZE, 3);
    for (var repetition = 0; repetition < REPETITIONS; repetition++) {
      var file = repetition + name;
      try (var client = connect()) {
        var handle = open(client, file);
        write(client, handle, bytes, 0, 11 * MIB);
        assertThatThrownBy(
                () -> client.sftp().write(handle, 13L * MIB + random.nextInt(MIB), bytes, 0, 100))
            .hasMessageContaining("the next byte is");
        assertThatThrownBy(() -> client.sftp().close(handle)).isInstanceOf(IOException.class);
      }

      assertThat(count(file)).isZero();
      resume(file, bytes);
    }
    STACK.reportResult(
        "%d times: refused; no row before the client continued at the end of a stored part, checksum equal",
        REPETITIONS);
  }

  @Test
  @Tag("quick")
  @Fault("SFTP: a file grows beyond the quota")
  void aFileBeyondTheQuotaLeavesNothing() throws Exception {
    var chunk = Mp4Header.bytes(MIB, 4);
    try (var client = connect()) {
      var before = usedBytes();
      var handle = open(client, name);
      write(client, handle, chunk, 0, MIB);
      assertThatThrownBy(
              () -> {
                for (var offset = (long) MIB; offset < 400L * MIB; offset += MIB) {
                  client.sftp().write(handle, offset, chunk, 0, MIB);
                }
              })
          .hasMessageContaining("The quota is used up");
      assertThatThrownBy(() -> client.sftp().close(handle))
          .hasMessageContaining("The quota is used up");
      assertNothingIsLeft(client, name, multipartId(name));
      assertThat(usedBytes()).isEqualTo(before);
    }
    STACK.reportResult("refused where the quota ends; no row, no file, no part, no byte counted");
  }

  private static void whileTheStoreRestarts(Step step) throws Exception {
    STACK.store().kill();
    whileItIsDown(step, STACK.store()::start);
  }

  private static void whileTheDatabaseRestarts(Step step) throws Exception {
    STACK.database().kill();
    whileItIsDown(step, STACK.database()::start);
  }

  private static void whileItIsDown(Step step, Step start) throws Exception {
    var running = startAsync(step);
    Eventually.elapses(Duration.ofSeconds(2));
    assertThat(running).isNotDone();
    start.run();
    running.get(KILL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private static CompletableFuture<Void> startAsync(Step step) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            step.run();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      assertThat(latch.await(KILL_TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private boolean canConnect() {
    try (var client = connect()) {
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private void assertCompletedAfterAKill(ReplicaKill kill, TcpInterceptor interceptor, byte[] bytes)
      throws Exception {
    STACK.storeProxy().setInterceptor(interceptor);
    try (var client = connect()) {
      var handle = open(client, name);
      write(client, handle, bytes, 0, bytes.length);
      assertThatThrownBy(() -> client.sftp().close(handle)).isInstanceOf(IOException.class);
      client.cut();
    }
    kill.await(KILL_TIMEOUT_SECONDS);
    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
    STACK.replica().start();

    try (var client = connect()) {
      assertThat(client.sftp().stat(name).getSize()).isEqualTo(bytes.length);
    }
    assertStored(name, bytes);
    STACK.reportResult("catalogued when the client looked for the file again, checksum equal");
  }

  private void resume(String file, byte[] bytes) throws Exception {
    try (var client = connect()) {
      var handle = client.sftp().open(file, EnumSet.of(OpenMode.Write, OpenMode.Create));
      var offset = (int) client.sftp().stat(file).getSize();
      assertThat(offset).isPositive().isLessThan(SIZE);
      assertThat(offset % PART_SIZE).isZero();
      write(client, handle, bytes, offset, SIZE);
      client.sftp().close(handle);
    }
    assertStored(file, bytes);
  }

  private static void assertStored(String file, byte[] bytes) throws Exception {
    var row = rows(file).get(0);
    assertThat(row).containsEntry("status", "READY").containsEntry("size", (long) bytes.length);
    var key = (String) row.get("object_key");
    assertThat(ApiClient.sha256(STACK.bucket().get(key))).isEqualTo(ApiClient.sha256(bytes));
    STACK.acknowledged().add(key, bytes);
  }

  private static void assertNothingIsLeft(SftpTestClient client, String file, String multipartId)
      throws Exception {
    assertThat(client.list()).doesNotContain(file);
    assertThat(count(file)).isZero();
    var upload =
        STACK
            .database()
            .query("select * from upload where file_name = '%s'".formatted(file))
            .get(0);
    assertThat(upload).containsEntry("status", "ABORTED");
    var key = "videos/" + upload.get("id") + "/source";
    Eventually.holds(
        "the parts are gone", () -> !STACK.bucket().hasMultipartUpload(key, multipartId));
    assertThat(STACK.bucket().list()).doesNotContainKey(key);
  }

  private static SftpTestClient connect() throws IOException {
    return SftpTestClient.as("creator", PORT);
  }

  private static CloseableHandle open(SftpTestClient client, String file) throws IOException {
    return client.sftp().open(file, EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate));
  }

  private static void write(
      SftpTestClient client, CloseableHandle handle, byte[] bytes, int from, int to)
      throws IOException {
    client.sftp().write(handle, from, bytes, from, to - from);
  }

  private static String multipartId(String file) {
    return (String)
        STACK
            .database()
            .query("select multipart_id from upload where file_name = '%s'".formatted(file))
            .get(0)
            .get("multipart_id");
  }

  private static long count(String file) {
    return rows(file).size();
  }

  private static List<Map<String, Object>> rows(String file) {
    return STACK.database().query("select * from video where file_name = '%s'".formatted(file));
  }

  /** A step of a client or server. */
  private interface Step {
    void run() throws Exception;
  }

  private static long usedBytes() throws IOException {
    return TolerantClient.of("creator", STACK.replica())
        .get("/api/me")
        .json()
        .at("/quota/usedBytes")
        .asLong();
  }
}
