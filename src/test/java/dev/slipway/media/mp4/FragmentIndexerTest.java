package dev.slipway.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.media.probe.TestMedia;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index of files that ffmpeg has written. */
class FragmentIndexerTest {
  @TempDir static Path directory;
  private static Path file;
  private static byte[] bytes;

  @BeforeAll
  static void createFile() throws IOException {
    file =
        TestMedia.create(
            directory,
            "fragmented.mp4",
            "320x240",
            5,
            "-c:v",
            "libopenh264",
            "-profile:v",
            "main",
            "-g",
            "50",
            "-c:a",
            "aac",
            "-movflags",
            "+delay_moov+default_base_moof+frag_keyframe");
    bytes = Files.readAllBytes(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4096, 1 << 20})
  void findsEachFragmentHoweverTheFileArrives(int chunk) throws Exception {
    var index = index(bytes, chunk);

    assertThat(index.segments()).hasSize(3);
    assertThat(index.durationMillis()).isEqualTo(5000);
    assertThat(index.segments())
        .extracting(segment -> (double) segment.duration() / index.timescale())
        .containsExactly(2.0, 2.0, 1.0);
    assertThat(index.size()).isEqualTo(bytes.length);
    assertThat(typesAtSegments(index)).containsOnly("moof");
  }

  /** Each segment begins with a key frame, so a player can start there. */
  @Test
  void agreesWithFfprobe() throws Exception {
    var index = index(bytes, 4096);
    var packets =
        new ObjectMapper()
            .readTree(
                TestMedia.run(
                    "ffprobe",
                    List.of(
                        "-v",
                        "error",
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "packet=pos,flags",
                        "-of",
                        "json",
                        file.toString())))
            .path("packets");
    var keyFrames = new ArrayList<Long>();
    packets.forEach(
        packet -> {
          if (packet.path("flags").asText().startsWith("K")) {
            keyFrames.add(packet.path("pos").asLong());
          }
        });

    var starts = starts(index);
    assertThat(keyFrames).hasSize(starts.size());
    for (var at = 0; at < starts.size(); at++) {
      assertThat(keyFrames.get(at))
          .isBetween(starts.get(at), starts.get(at) + index.segments().get(at).size());
    }
  }

  /** The name contains profile and level, which a player compares with what it can decode. */
  @Test
  void namesTheCodecs() throws Exception {
    assertThat(index(bytes, 4096).codecs()).matches("avc1\\.4d[0-9a-f]{4},mp4a\\.40\\.2");

    var silent =
        TestMedia.create(
            directory,
            "silent.mp4",
            "-an",
            "-c:v",
            "libopenh264",
            "-movflags",
            "+empty_moov+default_base_moof");
    assertThat(index(Files.readAllBytes(silent), 4096).codecs()).matches("avc1\\.[0-9a-f]{6}");
  }

  /** A segment without a picture can't be played. The last segment lasts as long as its sound. */
  @Test
  void addsSoundAfterTheLastPictureToTheLastSegment() throws Exception {
    var longSound =
        TestMedia.ffmpeg(
            directory,
            "long-sound.mp4",
            List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x240:rate=25:duration=2",
                "-f",
                "lavfi",
                "-i",
                "sine=duration=7",
                "-c:v",
                "libopenh264",
                "-c:a",
                "aac",
                "-movflags",
                "+delay_moov+default_base_moof+frag_keyframe",
                "-frag_duration",
                "3000000"));

    var content = Files.readAllBytes(longSound);
    var index = index(content, 4096);

    assertThat(index.durationMillis()).isBetween(6900L, 7100L);
    assertThat(index.segments()).hasSize(1);
    assertThat(index.initSize() + index.segments().get(0).size())
        .isGreaterThan(content.length * 9L / 10);
  }

  @Test
  void rejectsAFileThatEndsEarly() {
    assertThatThrownBy(() -> index(Arrays.copyOf(bytes, bytes.length - 1), 4096))
        .isInstanceOf(DamagedIndexException.class)
        .hasMessageContaining("ends in the middle of a box");
    assertThatThrownBy(() -> index(new byte[0], 1))
        .isInstanceOf(DamagedIndexException.class)
        .hasMessageContaining("no fragment");
  }

  @Test
  void rejectsAFileWithoutFragments() throws IOException {
    var ordinary = TestMedia.create(directory, "ordinary.mp4", "-c:v", "libopenh264", "-an");

    assertThatThrownBy(() -> index(Files.readAllBytes(ordinary), 4096))
        .isInstanceOf(DamagedIndexException.class)
        .hasMessageContaining("samples don't belong to a fragment");
  }

  @Test
  void rejectsAFileWithAnotherCodec() throws IOException {
    var mpeg4 =
        TestMedia.create(
            directory, "mpeg4.mp4", "-c:v", "mpeg4", "-an", "-movflags", "+empty_moov");

    assertThatThrownBy(() -> index(Files.readAllBytes(mpeg4), 4096))
        .isInstanceOf(DamagedIndexException.class)
        .hasMessageContaining("no H.264 track");
  }

  @Test
  void rejectsBoxesThatAreDamaged() {
    assertRejected(box("moof", 8), "a fragment precedes the header");
    assertRejected(box("moov", 8), "no H.264 track");
    assertRejected(box("moov", 64 << 20), "too large");
    assertRejected(box("mdat", 8), "samples don't belong to a fragment");
    assertRejected(box("free", 3), "has no size");
    var emptyTrack = ByteBuffer.allocate(16).put(box("moov", 16)).put(box("trak", 8)).array();
    assertRejected(emptyTrack, "'trak' has no 'mdia'");
    var impossible = ByteBuffer.allocate(16).put(box("moov", 16)).put(box("trak", 99)).array();
    assertRejected(impossible, "impossible size");
  }

  private static void assertRejected(byte[] content, String message) {
    assertThatThrownBy(() -> index(content, content.length))
        .isInstanceOf(DamagedIndexException.class)
        .hasMessageContaining(message);
  }

  private static byte[] box(String type, int size) {
    return ByteBuffer.allocate(8)
        .putInt(size)
        .put(type.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private static FragmentIndex index(byte[] content, int chunk) throws DamagedIndexException {
    var indexer = new FragmentIndexer();
    for (var at = 0; at < content.length; at += chunk) {
      indexer.accept(content, at, Math.min(chunk, content.length - at));
    }
    return indexer.finish();
  }

  private static List<Long> starts(FragmentIndex index) {
    var starts = new ArrayList<Long>();
    var at = index.initSize();
    for (var segment : index.segments()) {
      starts.add(at);
      at += segment.size();
    }
    return starts;
  }

  private static List<String> typesAtSegments(FragmentIndex index) {
    return starts(index).stream()
        .map(start -> new String(bytes, start.intValue() + 4, 4, StandardCharsets.US_ASCII))
        .toList();
  }
}
