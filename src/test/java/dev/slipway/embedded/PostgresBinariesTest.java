package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several applications may unpack PostgreSQL into the same directory. */
class PostgresBinariesTest {
  @Test
  void unpacksOnceForTwoAtTheSameTime(@TempDir Path cache) throws Exception {
    var start = new CyclicBarrier(2);
    var both =
        Stream.of(1, 2)
            .map(number -> CompletableFuture.supplyAsync(() -> unpack(cache, start)))
            .toList();

    var home = both.get(0).get().home();

    assertThat(both.get(1).get().home()).isEqualTo(home);
    assertThat(home.resolve("bin")).isDirectory();
    try (var content = Files.list(cache)) {
      assertThat(content).containsExactly(home);
    }
  }

  @Test
  void removesWhatAKilledProcessHasUnpacked(@TempDir Path cache) throws Exception {
    var old = Files.createDirectories(cache.resolve("unfinished-1/bin")).getParent();
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    var recent = Files.createDirectory(cache.resolve("unfinished-2"));

    var home = PostgresBinaries.unpackInto(cache).home();

    try (var content = Files.list(cache)) {
      assertThat(content).containsExactlyInAnyOrder(home, recent);
    }
  }

  private static PostgresBinaries unpack(Path cache, CyclicBarrier start) {
    try {
      start.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return PostgresBinaries.unpackInto(cache);
  }
}
