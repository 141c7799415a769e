package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir Path directory;

  @Test
  void rejectsASecondLockInTheSameProcess() {
    try (var first = DirectoryLock.acquire(directory)) {
      assertThatThrownBy(() -> DirectoryLock.acquire(directory))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("SLIPWAY_EMBEDDED_DIR");
    }
  }

  @Test
  void rejectsAnotherProcess() {
    try (var first = DirectoryLock.acquire(directory)) {
      var second = EmbeddedServicesMain.start(directory);

      assertThatThrownBy(() -> second.linesUpTo(EmbeddedServicesMain.STARTED))
          .hasMessageContaining("Another Slipway uses");
      assertThat(second.awaitEnd()).isEqualTo(1);
    }
  }

  @Test
  void canBeAcquiredAgainAfterClose() {
    DirectoryLock.acquire(directory).close();

    DirectoryLock.acquire(directory).close();
  }
}
