package dev.slipway.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who waits for a server that does not answer. */
class CachedResourceTest {
  private final SettableClock clock = new SettableClock();
  private final CountDownLatch fetching = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);
  private int fetches;

  private final CachedResource<String> resource =
      new CachedResource<>(this::fetch, Duration.ofSeconds(10), clock);

  /** Fails at first; the second fetch waits. */
  private String fetch() throws IOException {
    if (++fetches == 1) {
      throw new IOException("unreachable");
    }
    fetching.countDown();
    try {
      answered.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return "document";
  }

  @Test
  void onlyOneRequestWaitsDuringAnOutage() throws Exception {
    assertThatThrownBy(resource::get).hasMessage("unreachable");
    clock.advance(Duration.ofSeconds(3));
    var waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return resource.get();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    fetching.await(30, TimeUnit.SECONDS);

    assertThatThrownBy(resource::get).hasMessageContaining("the next one is under way");

    answered.countDown();
    assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo("document");
  }
}
