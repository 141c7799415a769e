package dev.slipway.media.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.media.probe.TestMedia;
import dev.slipway.media.rendition.TranscoderFixture.Made;
import dev.slipway.media.sandbox.NamedPipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real videos with unusual properties, transcoded and read with ffprobe. */
class TranscoderTest {
  @TempDir Path directory;

  private TranscoderFixture fixture;

  @BeforeEach
  void needsNamedPipes() {
    assumeTrue(NamedPipes.areSupported());
    fixture = new TranscoderFixture(directory, Map.of());
  }

  @Test
  void makesAllRenditionsInOneRun() throws IOException {
    var source =
        TestMedia.create(
            directory, "source.mkv", "854x480", 6, "-c:v", "mpeg4", "-b:v", "4M", "-c:a", "flac");

    var made = fixture.transcode(source);

    assertThat(made)
        .extracting(each -> each.rung().label())
        .containsExactly("480p", "360p", "240p");
    for (var each : made) {
      var report = TestMedia.ffprobe(each.file());
      var video = stream(report, "video");
      assertThat(video.path("codec_name").asText()).isEqualTo("h264");
      assertThat(video.path("pix_fmt").asText()).isEqualTo("yuv420p");
      assertThat(video.path("width").asInt()).isEqualTo(each.rung().width());
      assertThat(video.path("height").asInt()).isEqualTo(each.rung().height());
      assertThat(video.path("avg_frame_rate").asText()).isEqualTo("25/1");
      var audio = stream(report, "audio");
      assertThat(audio.path("codec_name").asText()).isEqualTo("aac");
      assertThat(audio.path("channels").asInt()).isEqualTo(2);
      assertThat(each.index().size()).isEqualTo(Files.size(each.file()));
      assertThat(each.index().durationMillis()).isEqualTo(6000);
    }
    // A player changes between renditions at the beginning of a segment.
    assertThat(made).allSatisfy(each -> assertThat(segmentSeconds(each)).containsExactly(4.0, 2.0));
    assertThat(made).allSatisfy(each -> assertThat(keyFrameTimes(each)).containsExactly(0.0, 4.0));
    assertThat(fixture.progress).startsWith("COPY 0");
    assertThat(fixture.progress.get(fixture.progress.size() - 1)).isEqualTo("TRANSCODE 99");
  }

  @Test
  void leavesNoTemporaryFiles() throws IOException {
    fixture.transcode(TestMedia.create(directory, "source.mp4", "-c:v", "mpeg4", "-an"));

    try (var files = Files.walk(directory.resolve("work"))) {
      assertThat(files.filter(path -> path.toString().contains("run-"))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"90, 240, 320", "270, 240, 320", "180, 320, 240"})
  void turnsThePictureUpright(int rotation, int width, int height) {
    var plain = TestMedia.create(directory, "plain.mp4", "-c:v", "mpeg4", "-an");
    var source =
        TestMedia.ffmpeg(
            directory,
            "rotated.mp4",
            List.of("-display_rotation", "" + -rotation, "-i", plain.toString(), "-c", "copy"));

    var made = fixture.transcode(source);

    var video = stream(TestMedia.ffprobe(made.get(0).file()), "video");
    assertThat(video.path("width").asInt()).isEqualTo(width);
    assertThat(video.path("height").asInt()).isEqualTo(height);
    assertThat(video.path("side_data_list")).isEmpty();
  }

  /** The filter that deinterlaces needs three columns and four rows. */
  @ParameterizedTest
  @CsvSource({"2x2", "2x64", "64x2"})
  void transcodesATinyPicture(String size) {
    var source =
        TestMedia.create(
            directory, "tiny.webm", size, 1, "-c:v", "libvpx", "-deadline", "realtime", "-an");

    assertThat(fixture.transcode(source).get(0).index().durationMillis()).isEqualTo(1000);
  }

  @Test
  void makesPixelsSquare() {
    var source =
        TestMedia.create(
            directory, "dvd.mpg", "352x288", 2, "-c:v", "mpeg2video", "-vf", "setsar=16/11");

    var made = fixture.transcode(source);

    var video = stream(TestMedia.ffprobe(made.get(0).file()), "video");
    assertThat(video.path("width").asInt()).isEqualTo(512);
    assertThat(video.path("height").asInt()).isEqualTo(288);
    assertThat(video.path("sample_aspect_ratio").asText("1:1")).isEqualTo("1:1");
  }

  @Test
  void hasNoSoundIfTheSourceHasNone() {
    var made = fixture.transcode(TestMedia.create(directory, "a.mp4", "-c:v", "mpeg4", "-an"));

    assertThat(made.get(0).index().codecs()).startsWith("avc1.").doesNotContain("mp4a");
    assertThat(streams(TestMedia.ffprobe(made.get(0).file()), "audio")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"mono, aac", "5.1, ac3", "stereo, libopus"})
  void makesStereoOfOtherSound(String layout, String codec) {
    var source =
        TestMedia.create(
            directory,
            "sound.mkv",
            "-c:v",
            "mpeg4",
            "-af",
            "aformat=channel_layouts=" + layout,
            "-c:a",
            codec);

    var audio = stream(TestMedia.ffprobe(fixture.transcode(source).get(0).file()), "audio");

    assertThat(audio.path("channels").asInt()).isEqualTo(2);
    assertThat(audio.path("sample_rate").asText()).isEqualTo("48000");
  }

  /** Otherwise players that play both from their first sample on are out of sync. */
  @Test
  void fillsTheTimeBeforeLateSoundWithSilence() {
    var source =
        TestMedia.ffmpeg(
            directory,
            "late.mkv",
            List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x240:rate=25:duration=3",
                "-itsoffset",
                "1.5",
                "-f",
                "lavfi",
                "-i",
                "sine=duration=1.5",
                "-c:v",
                "mpeg4",
                "-c:a",
                "flac"));

    var audio = stream(TestMedia.ffprobe(fixture.transcode(source).get(0).file()), "audio");

    assertThat(audio.path("start_time").asDouble()).isLessThan(0.05);
    assertThat(audio.path("duration").asDouble()).isGreaterThan(2.9);
  }

  @Test
  void makesAVariableFrameRateConstant() {
    var source =
        TestMedia.create(
            directory,
            "variable.mkv",
            "320x240",
            4,
            "-vf",
            "select='not(mod(n,3))+lt(t,2)'",
            "-fps_mode",
            "vfr",
            "-c:v",
            "mpeg4",
            "-an");

    var made = fixture.transcode(source).get(0);

    assertThat(made.index().durationMillis()).isBetween(3900L, 4200L);
    var video = stream(TestMedia.ffprobe(made.file()), "video");
    assertThat(video.path("avg_frame_rate").asText())
        .isEqualTo(video.path("r_frame_rate").asText());
  }

  @Test
  void halvesTheFrameRateOfSmallPictures() {
    var source =
        TestMedia.ffmpeg(
            directory,
            "sixty.mp4",
            List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=1280x720:rate=60:duration=1",
                "-c:v",
                "mpeg4",
                "-q:v",
                "5"));

    var made = fixture.transcode(source);

    assertThat(made)
        .extracting(each -> each.rung().label(), TranscoderTest::frameRate)
        .contains(tuple("720p60", "60/1"), tuple("240p", "30/1"));
  }

  /** Without tone mapping, the picture of HDR is grey: white is 203 nits, 58% of the signal. */
  @Test
  void mapsHighDynamicRange() throws IOException {
    var source =
        TestMedia.ffmpeg(
            directory,
            "hdr.mov",
            List.of(
                "-f",
                "lavfi",
                "-i",
                "color=white:size=320x240:rate=25:duration=1,format=yuv422p10,"
                    + "lutyuv=y=572:u=512:v=512,"
                    + "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc",
                "-c:v",
                "prores_ks"));
    assertThat(TranscoderFixture.streams(directory, source).isHdr()).isTrue();

    var made = fixture.transcode(source).get(0);

    var video = stream(TestMedia.ffprobe(made.file()), "video");
    assertThat(video.path("color_transfer").asText()).isEqualTo("bt709");
    var grey =
        TestMedia.ffmpeg(
            directory,
            "picture.raw",
            List.of("-i", made.file().toString(), "-frames:v", "1", "-f", "rawvideo"));
    // Of 8 bits, white is 235; the signal itself would be 143.
    assertThat(Files.readAllBytes(grey)[0] & 0xff).isGreaterThan(165);
  }

  /** Such as the place of the recording. */
  @Test
  void leavesOutMetadata() {
    var source =
        TestMedia.create(
            directory,
            "place.mp4",
            "-c:v",
            "mpeg4",
            "-an",
            "-metadata",
            "location=+48.2082+016.3738/",
            "-metadata",
            "title=Secret");

    var report = TestMedia.ffprobe(fixture.transcode(source).get(0).file());

    assertThat(report.toString()).doesNotContain("48.2082").doesNotContain("Secret");
  }

  /** A player needs a picture in each segment. */
  @ParameterizedTest
  @CsvSource({"long-sound.mkv, flac", "long-sound.mov, pcm_s16le"})
  void holdsTheLastPictureUntilTheSoundEnds(String name, String codec) throws IOException {
    var source = withPictureAt(0, name, codec);

    var made = fixture.transcode(source).get(0);

    assertThat(segmentSeconds(made)).hasSize(4).startsWith(4.0, 4.0, 4.0);
    assertThat(made.index().durationMillis()).isBetween(14_800L, 15_200L);
    assertThat(keyFrameTimes(made)).containsExactly(0.0, 4.0, 8.0, 12.0);
    var report = TestMedia.ffprobe(made.file());
    assertThat(stream(report, "audio").path("duration").asDouble()).isBetween(14.9, 15.1);
  }

  /** Otherwise a player that seeks has pictures, and waits for their sound. */
  @Test
  void eachSegmentHasItsSoundAlthoughThePictureBeginsLate() {
    var made = fixture.transcode(withPictureAt(13, "late-picture.mkv", "flac")).get(0);

    assertThat(segmentSeconds(made)).hasSize(4).startsWith(4.0, 4.0, 4.0);
  }

  /** Two seconds of pictures and 15 of sound. */
  private Path withPictureAt(int seconds, String name, String codec) {
    return TestMedia.ffmpeg(
        directory,
        name,
        List.of(
            "-itsoffset",
            Integer.toString(seconds),
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=320x240:rate=25:duration=2",
            "-f",
            "lavfi",
            "-i",
            "sine=duration=15",
            "-c:v",
            "mpeg4",
            "-c:a",
            codec));
  }

  private static String frameRate(Made made) {
    return stream(TestMedia.ffprobe(made.file()), "video").path("avg_frame_rate").asText();
  }

  private static List<Double> segmentSeconds(Made made) {
    return made.index().segments().stream()
        .map(segment -> (double) segment.duration() / made.index().timescale())
        .toList();
  }

  private static List<Double> keyFrameTimes(Made made) throws IOException {
    var output =
        TestMedia.run(
            "ffprobe",
            List.of(
                "-v",
                "error",
                "-select_streams",
                "v",
                "-show_entries",
                "packet=pts_time,flags",
                "-of",
                "json",
                made.file().toString()));
    var times = new ArrayList<Double>();
    for (var packet : new ObjectMapper().readTree(output).path("packets")) {
      if (packet.path("flags").asText().startsWith("K")) {
        times.add(packet.path("pts_time").asDouble());
      }
    }
    return times;
  }

  private static JsonNode stream(JsonNode report, String type) {
    return streams(report, type).get(0);
  }

  private static List<JsonNode> streams(JsonNode report, String type) {
    return StreamSupport.stream(report.path("streams").spliterator(), false)
        .filter(stream -> stream.path("codec_type").asText().equals(type))
        .toList();
  }
}
