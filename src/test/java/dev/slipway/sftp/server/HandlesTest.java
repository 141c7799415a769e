package dev.slipway.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.sftp.files.FileAttributes;
import dev.slipway.sftp.files.OpenFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Files that a client opens and doesn't use. */
class HandlesTest {
  private final List<String> released = new ArrayList<>();
  private final List<String> completed = new ArrayList<>();
  private final List<String> permits = new ArrayList<>();
  private long seconds;

  private final Handles handles =
      new Handles(Duration.ofMinutes(10), () -> TimeUnit.SECONDS.toNanos(seconds));

  @Test
  void releasesFilesThatAreNotUsed() {
    var idle = open("idle");
    var used = open("used");
    seconds = 599;
    handles.require(idle);
    handles.recordUse(used);
    assertThat(handles.discardIdle()).isZero();

    seconds = 600;
    assertThat(handles.discardIdle()).isEqualTo(1);

    assertThat(released).containsExactly("idle");
    assertThat(permits).containsExactly("idle");
    assertThat(handles.require(used).file()).isNotNull();
    assertThat(handles.discardIdle()).isZero();
    handles.discardAll();
    assertThat(released).containsExactly("idle", "used");
  }

  @Test
  void releasedFileIsNotComplete() {
    var idle = open("idle");
    seconds = 600;
    handles.discardIdle();

    assertThatThrownBy(() -> handles.require(idle)).hasMessageContaining("Open it again");
    assertThatThrownBy(() -> handles.close(idle)).hasMessageContaining("Open it again");

    assertThat(completed).isEmpty();
    assertThatThrownBy(() -> handles.require(idle)).hasMessageContaining("is not open");
  }

  private String open(String name) {
    var file =
        new OpenFile() {
          @Override
          public FileAttributes attributes() {
            throw new UnsupportedOperationException();
          }

          @Override
          public void close() {
            completed.add(name);
          }

          @Override
          public void discard() {
            released.add(name);
          }
        };
    return handles.register(file, () -> permits.add(name));
  }
}
