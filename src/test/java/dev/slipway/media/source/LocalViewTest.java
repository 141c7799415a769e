package dev.slipway.media.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalViewTest {
  private static final int SIZE = 10_000_000;
  private static final byte[] BYTES = new byte[SIZE];

  static {
    new Random(1).nextBytes(BYTES);
  }

  @TempDir Path directory;

  private final List<String> reads = new ArrayList<>();

  @Test
  void hasTheLengthOfTheSourceAndOnlyFetchedBytes() throws IOException {
    try (var view = view(SIZE, 100)) {
      view.fetch(1_000, 500);

      var local = Files.readAllBytes(view.path());
      assertThat(local).hasSize(SIZE);
      assertThat(Arrays.copyOfRange(local, 1_000, 1_500))
          .isEqualTo(Arrays.copyOfRange(BYTES, 1_000, 1_500));
      assertThat(Arrays.copyOf(local, 1_000)).containsOnly(0);
      assertThat(view.bytesRead()).isEqualTo(500);
    }
  }

  @Test
  void readsNoByteTwice() throws IOException {
    try (var view = view(SIZE, 100)) {
      view.fetch(100, 100);
      view.fetch(300, 100);
      view.fetch(50, 400);
      view.fetch(50, 400);

      assertThat(reads).containsExactly("100+100", "300+100", "50+50", "200+100", "400+50");
      assertThat(view.bytes(50, 400)).isEqualTo(Arrays.copyOfRange(BYTES, 50, 450));
      assertThat(view.bytesRead()).isEqualTo(400);
    }
  }

  @Test
  void readsInChunks() throws IOException {
    try (var view = view(SIZE, 100)) {
      view.fetch(0, SIZE);

      assertThat(reads).containsExactly("0+4194304", "4194304+4194304", "8388608+1611392");
      assertThat(view.isComplete()).isTrue();
      assertThat(view.path()).hasBinaryContent(BYTES);
    }
  }

  @Test
  void leavesOutWhatIsOutsideOfTheFile() throws IOException {
    try (var view = view(SIZE, 100)) {
      assertThat(view.bytes(SIZE - 3, 10)).hasSize(3);
      assertThat(view.bytes(SIZE, 10)).isEmpty();
      assertThat(view.bytes(Long.MAX_VALUE - 1, 10)).isEmpty();
      view.fetch(-5, Long.MAX_VALUE);
      assertThat(view.isComplete()).isTrue();
    }
  }

  @Test
  void limitsTheBytes() throws IOException {
    try (var view = view(1_000, 100)) {
      view.fetch(0, 600);

      assertThatThrownBy(() -> view.fetch(5_000, 401))
          .isInstanceOf(SourceLimitException.class)
          .hasMessageContaining("limit of 1000 bytes");
      assertThat(view.remaining()).isEqualTo(400);
      assertThat(reads).hasSize(1);
    }
  }

  @Test
  void limitsTheReads() throws IOException {
    try (var view = view(SIZE, 2)) {
      view.fetch(0, 1);
      view.fetch(10, 1);

      assertThatThrownBy(() -> view.fetch(20, 1)).isInstanceOf(SourceLimitException.class);
    }
  }

  @Test
  void cutsOutTheMiddle() throws IOException {
    try (var view = view(SIZE, 100)) {
      view.fetch(0, SIZE);
      view.cutOut(1_000, SIZE - 5_000_000);

      var local = Files.readAllBytes(view.path());
      assertThat(local).hasSize(5_001_000);
      assertThat(Arrays.copyOf(local, 1_000)).isEqualTo(Arrays.copyOf(BYTES, 1_000));
      assertThat(Arrays.copyOfRange(local, 1_000, local.length))
          .isEqualTo(Arrays.copyOfRange(BYTES, SIZE - 5_000_000, SIZE));
    }
  }

  @Test
  void rejectsAReadOfTheWrongLength() throws IOException {
    var source =
        new MediaSource() {
          @Override
          public long size() {
            return 100;
          }

          @Override
          public byte[] read(long offset, int length) {
            return new byte[length - 1];
          }
        };
    try (var view = new LocalView(source, directory.resolve("short"), 100, 10)) {
      assertThatThrownBy(() -> view.fetch(0, 100))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("99 instead of 100 bytes were read at 0");
    }
  }

  private LocalView view(long maxBytes, int maxReads) throws IOException {
    var source =
        new MediaSource() {
          @Override
          public long size() {
            return SIZE;
          }

          @Override
          public byte[] read(long offset, int length) {
            reads.add(offset + "+" + length);
            return Arrays.copyOfRange(BYTES, (int) offset, (int) offset + length);
          }
        };
    return new LocalView(source, directory.resolve("view"), maxBytes, maxReads);
  }
}
