package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More is asked for than anybody can do. */
@Tag("faults")
class LoadFaultsTest {
  private static final int CONCURRENT_REQUESTS = FaultSuiteSettings.scale(200, 10_000);
  private static final int ANONYMOUS_REQUESTS = FaultSuiteSettings.scale(2_000, 100_000);
  private static final long MAX_HEAP_GROWTH = 16L << 20;
  private static final String OPEN_REQUEST =
      """
      {"fileName":"clip.mp4","contentType":"video/mp4","size":1048576}\
      """;

  @RegisterExtension
  static final Stack STACK =
      Stack.with(
          Map.of(
              "JAVA_TOOL_OPTIONS", "-Xmx192m",
              "SLIPWAY_LIMITS_SIGN_BURST", "300",
              "SLIPWAY_RECONCILE_EVERY", "0S"));

  @Test
  @Fault("10,000 concurrent signing requests; 100,000 anonymous requests")
  void rejectsExcessLoad() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    // What so many connections need for the first time is kept for the next ones.
    sendAll(client, CONCURRENT_REQUESTS, CONCURRENT_REQUESTS);
    var before = usedHeap();

    var statuses = sendAll(client, CONCURRENT_REQUESTS, CONCURRENT_REQUESTS);
    var strangers = sendAll(client.anonymous(), ANONYMOUS_REQUESTS, 256);
    var after = usedHeap();

    assertThat(statuses.keySet()).isSubsetOf(201, 429, 503).contains(201);
    assertThat(strangers.keySet()).isSubsetOf(401, 429, 503).contains(401);
    Eventually.holds("it serves again", () -> sendAll(client, 1, 1).containsKey(201));
    assertThat(after - before).isLessThan(MAX_HEAP_GROWTH);
    STACK.reportResult(
        "%,d at once: %s; %,d anonymous: %s; heap %d MiB before, %d after",
        CONCURRENT_REQUESTS, statuses, ANONYMOUS_REQUESTS, strangers, before >> 20, after >> 20);
  }

  /** The answers' statuses and how often each came; 0 for none. */
  private static Map<Integer, Integer> sendAll(TolerantClient client, int requests, int atOnce) {
    var statuses = new ConcurrentHashMap<Integer, Integer>();
    var room = new Semaphore(atOnce);
    var all = new ArrayList<CompletableFuture<?>>();
    for (var i = 0; i < requests; i++) {
      room.acquireUninterruptibly();
      all.add(
          client
              .postAsync("/api/uploads", OPEN_REQUEST)
              .handle((status, lost) -> lost == null ? status : 0)
              .thenAccept(
                  status -> {
                    statuses.merge(status, 1, Integer::sum);
                    room.release();
                  }));
    }
    all.forEach(CompletableFuture::join);
    return new TreeMap<>(statuses);
  }

  /** Bytes in use when nothing is left that could go. */
  private static long usedHeap() throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var collection =
        new ProcessBuilder(jcmd, Long.toString(STACK.replica().pid()), "GC.run").start();
    assertThat(collection.waitFor()).isZero();
    return (long) STACK.replica().metric("jvm_memory_used_bytes{area=\"heap\"");
  }
}
