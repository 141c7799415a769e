package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir Path directory;

  @Test
  void refusesASecondApplication() {
    try (var first = DirectoryLock.acquire(directory)) {
      assertThatThrownBy(() -> DirectoryLock.acquire(directory))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("SLIPWAY_EMBEDDED_DIR");
    }
  }

  @Test
  void refusesAnApplicationOfAnotherProcess() {
    try (var first = DirectoryLock.acquire(directory)) {
      var second = PartsMain.start(directory);

      assertThatThrownBy(() -> second.linesUpTo(PartsMain.STARTED))
          .hasMessageContaining("Another Slipway uses");
      assertThat(second.awaitEnd()).isEqualTo(1);
    }
  }

  @Test
  void letsTheNextApplicationInOnceClosed() {
    DirectoryLock.acquire(directory).close();

    DirectoryLock.acquire(directory).close();
  }
}
