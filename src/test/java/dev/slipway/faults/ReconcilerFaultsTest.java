package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More than one replica compares bucket and catalogue. */
@Tag("faults")
class ReconcilerFaultsTest {
  @RegisterExtension
  static final Stack STACK =
      Stack.with(Map.of("SLIPWAY_RECONCILE_EVERY", "0S", "SLIPWAY_RECONCILE_AT_START", "false"));

  @Test
  @Tag("quick")
  @Fault("two reconcilers at once")
  void worksOneAtATime() throws Exception {
    STACK.relay().drop();
    var objects = new Uploads(STACK).put(Scale.of(300, 5_000)).size();
    var first = Client.of("admin", STACK.replica());
    var second = Client.of("admin", STACK.another(Map.of()));
    var watching = new AtomicBoolean(true);
    var most = new AtomicLong();
    var watcher = new Thread(() -> watch(watching, most), "watcher");
    watcher.start();

    var comparisons = List.of(Comparisons.ask(first), Comparisons.ask(second));
    var ends = comparisons.stream().map(one -> Comparisons.await(first, one)).toList();
    watching.set(false);
    watcher.join();

    assertThat(ends).allSatisfy(end -> assertThat(end.get("status").asText()).isEqualTo("DONE"));
    var repaired = ends.stream().mapToLong(end -> end.get("repaired").asLong()).toArray();
    assertThat(repaired[0] + repaired[1]).isEqualTo(objects);
    assertThat(most).hasValue(1);
    STACK.saw(
        "never two at work; one repaired %,d, the other %,d of %,d",
        repaired[0], repaired[1], objects);
  }

  private static void watch(AtomicBoolean watching, AtomicLong most) {
    while (watching.get()) {
      var running =
          STACK.database().count("select count(*) from reconciliation where state = 'RUNNING'");
      most.accumulateAndGet(running, Math::max);
    }
  }
}
