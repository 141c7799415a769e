package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path directory;

  @Test
  void rejectsASecondLockInTheSameProcess() {
    try (var first = new DataDirectory(directory).lock()) {
      assertThatThrownBy(() -> new DataDirectory(directory).lock())
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("SLIPWAY_EMBEDDED_DIR");
    }
  }

  @Test
  void rejectsALockOfAnotherProcess() {
    try (var first = new DataDirectory(directory).lock()) {
      var second = EmbeddedServicesMain.start(directory);

      assertThatThrownBy(() -> second.readUntil(EmbeddedServicesMain.STARTED))
          .hasMessageContaining("Another Slipway application uses");
      assertThat(second.awaitExit()).isEqualTo(1);
    }
  }

  @Test
  void canBeLockedAgainAfterClose() {
    new DataDirectory(directory).lock().close();

    new DataDirectory(directory).lock().close();
  }
}
