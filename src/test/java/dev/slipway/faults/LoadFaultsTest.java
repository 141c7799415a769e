package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients send more requests than the application can process. */
@Tag("faults")
@Asvs("15.2.2")
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
  @Tag("quick")
  @Fault("10,000 concurrent signing requests; 100,000 anonymous requests")
  void rejectsExcessLoad() throws Exception {
    var client = TolerantClient.of("creator", STACK.replica());
    // Memory that the connections allocate once is kept, so it must not count as growth.
    sendAll(client, CONCURRENT_REQUESTS, CONCURRENT_REQUESTS);
    var heapBefore = usedHeap();

    var statusCounts = sendAll(client, CONCURRENT_REQUESTS, CONCURRENT_REQUESTS);
    var anonymousCounts = sendAll(client.anonymous(), ANONYMOUS_REQUESTS, 256);
    var heapAfter = usedHeap();

    assertThat(statusCounts.keySet()).isSubsetOf(201, 429, 503).contains(201);
    assertThat(anonymousCounts.keySet()).isSubsetOf(401, 429, 503).contains(401);
    Eventually.holds(
        "the application opens uploads again", () -> sendAll(client, 1, 1).containsKey(201));
    assertThat(heapAfter - heapBefore).isLessThan(MAX_HEAP_GROWTH);
    STACK.reportResult(
        "%,d at once: %s; %,d anonymous: %s; heap %d MiB before, %d after",
        CONCURRENT_REQUESTS,
        statusCounts,
        ANONYMOUS_REQUESTS,
        anonymousCounts,
        heapBefore >> 20,
        heapAfter >> 20);
  }

  /** Returns how often each status was received; 0 stands for no response. */
  private static Map<Integer, Integer> sendAll(
      TolerantClient client, int requests, int concurrency) {
    var statusCounts = new ConcurrentHashMap<Integer, Integer>();
    var permits = new Semaphore(concurrency);
    var responses = new ArrayList<CompletableFuture<?>>();
    for (var i = 0; i < requests; i++) {
      permits.acquireUninterruptibly();
      responses.add(
          client
              .postAsync("/api/uploads", OPEN_REQUEST)
              .handle((status, error) -> error == null ? status : 0)
              .thenAccept(
                  status -> {
                    statusCounts.merge(status, 1, Integer::sum);
                    permits.release();
                  }));
    }
    responses.forEach(CompletableFuture::join);
    return new TreeMap<>(statusCounts);
  }

  /** Returns the used bytes of the heap after a garbage collection. */
  private static long usedHeap() throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Shell.run(List.of(jcmd, Long.toString(STACK.replica().pid()), "GC.run"), Map.of());
    return (long) STACK.replica().metric("jvm_memory_used_bytes{area=\"heap\"");
  }
}
