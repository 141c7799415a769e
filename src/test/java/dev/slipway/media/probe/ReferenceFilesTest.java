package dev.slipway.media.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the probe with ffprobe on whole files, for each container and codec. */
class ReferenceFilesTest {
  @TempDir static Path directory;

  @ParameterizedTest(name = "{0} with {1} and {2}")
  @CsvSource({
    "clip.mp4, h264, aac, mp4, -c:v libopenh264 -c:a aac",
    "fast.mp4, h264, aac, mp4, -c:v libopenh264 -c:a aac -movflags +faststart",
    "fragmented.mp4, h264, aac, mp4, -c:v libopenh264 -g 12 -c:a aac -movflags frag_keyframe+empty_moov",
    "mpeg4.mp4, mpeg4, aac, mp4, -c:v mpeg4 -c:a aac",
    "av1.mp4, av1, opus, mp4, -c:v libsvtav1 -preset 12 -c:a libopus",
    "vp9.mp4, vp9, aac, mp4, -c:v libvpx-vp9 -deadline realtime -c:a aac",
    "clip.mov, h264, pcm_s16le, quicktime, -c:v libopenh264 -c:a pcm_s16le",
    "prores.mov, prores, pcm_s24le, quicktime, -c:v prores_ks -c:a pcm_s24le",
    "mjpeg.mov, mjpeg, alac, quicktime, -c:v mjpeg -pix_fmt yuvj420p -c:a alac",
    "dnxhr.mov, dnxhd, pcm_s16le, quicktime, -c:v dnxhd -profile:v dnxhr_lb -c:a pcm_s16le",
    "clip.m4v, h264, aac, m4v, -c:v libopenh264 -c:a aac -f ipod",
    "vp8.webm, vp8, opus, webm, -c:v libvpx -deadline realtime -c:a libopus",
    "vp9.webm, vp9, opus, webm, -c:v libvpx-vp9 -deadline realtime -c:a libopus",
    "av1.webm, av1, opus, webm, -c:v libsvtav1 -preset 12 -c:a libopus",
    "clip.mkv, h264, ac3, matroska, -c:v libopenh264 -c:a ac3",
    "mpeg2.mkv, mpeg2video, flac, matroska, -c:v mpeg2video -c:a flac",
    "mpeg4.avi, mpeg4, mp3, avi, -c:v mpeg4 -c:a libmp3lame",
    "mjpeg.avi, mjpeg, pcm_s16le, avi, -c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le",
    "divx3.avi, msmpeg4v3, mp3, avi, -c:v msmpeg4 -c:a libmp3lame",
    "mpeg2.ts, mpeg2video, mp2, mpegts, -c:v mpeg2video -c:a mp2",
    "h264.ts, h264, aac, mpegts, -c:v libopenh264 -c:a aac",
    "camera.m2ts, h264, ac3, mpegts, -c:v libopenh264 -c:a ac3 -mpegts_m2ts_mode 1",
    "mpeg1.mpg, mpeg1video, mp2, mpeg, -c:v mpeg1video -c:a mp2 -f mpeg",
    "dvd.vob, mpeg2video, ac3, mpeg, -c:v mpeg2video -c:a ac3 -f vob",
    "old.3gp, h263, amr_nb, 3gpp, -c:v h263 -s 352x288 -c:a libopencore_amrnb -ar 8000 -ac 1",
    "new.3gp, h264, aac, 3gpp, -c:v libopenh264 -c:a aac",
    "clip.3g2, mpeg4, aac, 3gpp2, -c:v mpeg4 -c:a aac",
    "clip.wmv, wmv2, wmav2, asf, -c:v wmv2 -c:a wmav2",
    "old.wmv, wmv1, wmav1, asf, -c:v wmv1 -c:a wmav1",
    "flv1.mkv, flv1, mp3, matroska, -c:v flv -c:a libmp3lame",
    "silent.mp4, h264, , mp4, -c:v libopenh264 -an"
  })
  void agreesWithFfprobe(
      String name, String videoCodec, String audioCodec, String container, String encoding)
      throws Exception {
    var file = TestMedia.create(directory, name, encoding.split(" "));

    var result = ProbeFixture.probe(ProbeFixture.probe(directory.resolve("work")), file);

    var expected = TestMedia.ffprobe(file);
    var video = stream(expected, "video");
    var info = result.info();
    assertThat(result.rejection()).as(result.detail()).isNull();
    assertThat(info.container()).isEqualTo(container);
    assertThat(info.videoCodec()).isEqualTo(videoCodec);
    assertThat(info.audioCodec()).isEqualTo(audioCodec);
    assertThat(info.width()).isEqualTo(video.path("width").asInt()).isPositive();
    assertThat(info.height()).isEqualTo(video.path("height").asInt()).isPositive();
    assertThat(info.rotation()).isZero();
    assertThat(info.frameRate()).isCloseTo(frameRate(video), within(0.001));
    assertThat(info.hdr()).isNull();
    var seconds = expected.path("format").path("duration").asDouble();
    assertThat(info.durationMillis()).isCloseTo(Math.round(seconds * 1000), within(1L));
    assertThat((double) info.bitRate())
        .isCloseTo(Files.size(file) * 8 / seconds, within(info.bitRate() * 0.001 + 1));
  }

  /** Large enough that the middle of the file is not read. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "long.mp4, -c:v mpeg4 -b:v 20M -c:a aac",
    "long-fast.mp4, -c:v mpeg4 -b:v 20M -c:a aac -movflags +faststart",
    "long-fragmented.mp4, -c:v mpeg4 -b:v 20M -g 12 -c:a aac -movflags frag_keyframe+empty_moov",
    "long-fragmented-after-index.mp4, -c:v mpeg4 -b:v 20M -g 100 -c:a aac -movflags frag_keyframe",
    "long-one-fragment.mp4, -c:v mpeg4 -b:v 20M -g 600 -c:a aac -movflags frag_keyframe",
    "long-fragmented-plain.mp4, -c:v mpeg4 -b:v 20M -g 12 -c:a aac -movflags frag_keyframe+empty_moov+skip_trailer",
    "long.mkv, -c:v mpeg4 -b:v 20M -c:a ac3",
    "long.avi, -c:v mpeg4 -b:v 20M -c:a libmp3lame",
    "long.ts, -c:v mpeg2video -b:v 20M -c:a mp2",
    "long.m2ts, -c:v mpeg2video -b:v 20M -c:a ac3 -mpegts_m2ts_mode 1",
    "long.mpg, -c:v mpeg2video -b:v 20M -c:a mp2 -f vob",
    "long.wmv, -c:v wmv2 -b:v 20M -c:a wmav2"
  })
  void agreesWithFfprobeOnAPartOfTheFile(String name, String encoding) throws Exception {
    var options = new ArrayList<>(List.of(encoding.split(" ")));
    // Noise, which can't be compressed.
    options.addAll(0, List.of("-vf", "noise=alls=80:allf=t"));
    var file = TestMedia.create(directory, name, "640x480", 10, options.toArray(String[]::new));

    try (var source = new CountingSource(file)) {
      var result = ProbeFixture.probe(directory.resolve("work")).probe(source);

      var expected = TestMedia.ffprobe(file);
      assertThat(result.rejection()).as(result.detail()).isNull();
      assertThat(source.bytes()).isLessThan(source.size() / 2 + (1 << 20));
      assertThat(result.info().width()).isEqualTo(640);
      assertThat(result.info().height()).isEqualTo(480);
      var millis = Math.round(expected.path("format").path("duration").asDouble() * 1000);
      assertThat(result.info().durationMillis()).isCloseTo(millis, within(60L));
      assertThat(result.info().frameRate()).isCloseTo(25, within(0.5));
    }
  }

  private static JsonNode stream(JsonNode report, String type) {
    return StreamSupport.stream(report.path("streams").spliterator(), false)
        .filter(stream -> stream.path("codec_type").asText().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static double frameRate(JsonNode video) {
    var parts = video.path("avg_frame_rate").asText().split("/");
    return Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
  }
}
