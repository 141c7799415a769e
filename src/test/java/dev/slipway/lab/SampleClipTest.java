package dev.slipway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SampleClipTest {
  @Test
  void freeSpaceFillsTheFile() {
    var size = SampleClip.minSize() + 100;
    var video = SampleClip.ofSize(size);

    assertThat(video).hasSize(size);
    assertThat(new String(video, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
    var box = SampleClip.minSize() - 8;
    assertThat(ByteBuffer.wrap(video).getInt(box)).isEqualTo(size - box);
    assertThat(new String(video, box + 4, 4, StandardCharsets.US_ASCII)).isEqualTo("free");
  }

  @Test
  void freeSpaceMayBeEmpty() {
    assertThat(SampleClip.ofSize(SampleClip.minSize())).hasSize(SampleClip.minSize());
  }

  @Test
  void sizeWithoutRoomForTheVideoIsRejected() {
    assertThatThrownBy(() -> SampleClip.ofSize(SampleClip.minSize() - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least " + SampleClip.minSize());
  }
}
