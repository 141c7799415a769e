package dev.slipway.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.PlayableVideos;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLengthTest {
  @TempDir Path directory;

  @Test
  void readsTheLengthOfAnMp4() throws Exception {
    var video = Files.readAllBytes(PlayableVideos.mp4(directory, 1));

    for (var chunk : new int[] {1, 7, 1_000, video.length}) {
      assertThat(read(video, chunk)).isEqualTo(video.length);
    }
    assertThat(read(Arrays.copyOf(video, video.length - 1), 100)).isEqualTo(video.length);
    assertThat(read(Arrays.copyOf(video, 30), 100)).isGreaterThan(30);
  }

  @Test
  void readsLargeBoxes() {
    var bytes = ByteBuffer.allocate(40);
    bytes.putInt(24).put(ascii("ftypisom")).position(24);
    bytes.putInt(1).put(ascii("mdat")).putLong(6L << 30);

    assertThat(read(bytes.array(), 5)).isEqualTo(24 + (6L << 30));
  }

  @Test
  void readsTheLengthOfMatroska() {
    var bytes = ByteBuffer.allocate(200);
    bytes.putInt(0x1a45dfa3).put((byte) 0x9f).position(36);
    bytes.putInt(0x18538067).putLong(0x01_00_00_00_00_01_00_00L);

    assertThat(read(bytes.array(), 11)).isEqualTo(48 + 0x10000);

    bytes.position(40);
    bytes.putLong(0x01_ff_ff_ff_ff_ff_ff_ffL);
    assertThat(read(bytes.array(), 11)).as("of a live stream").isZero();
  }

  @Test
  void continuesInTheMiddle() {
    var video = Mp4Header.bytes(10_000, 1);
    var first = new ContainerLength();
    first.accept(video, 0, 4_000);

    var resumed = new ContainerLength(3_000, first.minimum());
    resumed.accept(video, 3_000, 7_000);

    assertThat(resumed.minimum()).isEqualTo(10_000);
    var beyond = new ContainerLength(3_000, 2_000);
    beyond.accept(video, 3_000, 7_000);
    assertThat(beyond.minimum()).isEqualTo(2_000);
  }

  @Test
  void knowsNothingOfOtherFiles() {
    assertThat(read(ascii("#!/bin/sh\necho this is a long enough script\n"), 3)).isZero();
    assertThat(read(new byte[1_000], 10)).isZero();
    assertThat(read(new byte[] {1}, 1)).isZero();
    var toTheEnd = ByteBuffer.allocate(100);
    toTheEnd.putInt(0).put(ascii("mdat"));
    assertThat(read(toTheEnd.array(), 100)).isZero();
  }

  private static long read(byte[] bytes, int chunk) {
    var length = new ContainerLength();
    for (var start = 0; start < bytes.length; start += chunk) {
      length.accept(bytes, start, Math.min(chunk, bytes.length - start));
    }
    return length.minimum();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
