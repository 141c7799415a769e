package dev.slipway.media.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that was taken over by a file can print anything. */
class FfprobeReportTest {
  @Test
  void showsAShortPrintableError() {
    var error =
        report("{\"error\": {\"string\": \"Bad\\n\\u202e%s\"}}".formatted("x".repeat(500)))
            .error()
            .orElseThrow();

    assertThat(error).hasSize(100).startsWith("Bad??xxx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<b>h264</b>", "h264 h264", "H264", "a\\nb"})
  void doesNotKnowACodecWithAnotherName(String name) {
    assertThat(report(video(name, "")).videoCodec()).isNull();
  }

  @Test
  void doesNotKnowACodecWithALongName() {
    assertThat(report(video("h".repeat(40), "")).videoCodec()).hasSize(40);
    assertThat(report(video("h".repeat(41), "")).videoCodec()).isNull();
  }

  @Test
  void showsAShortPrintableTag() {
    assertThat(report(video("h264", "z\\u0000" + "z".repeat(500))).videoTag())
        .hasSize(100)
        .startsWith("z?zz");
  }

  @ParameterizedTest
  @CsvSource({
    "80004.5, 80000, 4500",
    "4.5, 0.9, 4500",
    "4.5, '', 4500",
    "4.5, abc, 4500",
    "4.5, -3, 4500",
    "5, 5, ",
    "5, 6, ",
    "'', 80000, ",
    "abc, 0, ",
    "-1, 0, "
  })
  void subtractsALateStart(String duration, String start, Long millis) {
    var json =
        "{\"format\": {\"duration\": \"%s\", \"start_time\": \"%s\"}}".formatted(duration, start);

    assertThat(report(json).durationMillisWithoutStart()).isEqualTo(millis);
  }

  /** With the compatibility 0, other decoders show wrong colours; 1 is HDR10, 2 SDR, 4 HLG. */
  @ParameterizedTest
  @CsvSource({
    "smpte2084, 0, dolby-vision",
    "unknown, 0, dolby-vision",
    "smpte2084, 1, pq",
    "bt709, 2, ",
    "arib-std-b67, 4, hlg"
  })
  void tellsDolbyVisionFromTheHdrThatItExtends(String transfer, int compatibility, String hdr) {
    var sideData =
        "{\"side_data_type\": \"DOVI configuration record\", \"dv_bl_signal_compatibility_id\": %d}"
            .formatted(compatibility);

    assertThat(report(hdrVideo(transfer, sideData)).hdr()).isEqualTo(hdr);
  }

  @Test
  void isDolbyVisionIfNothingElseIsKnown() {
    var sideData = "{\"side_data_type\": \"DOVI configuration record\"}";

    assertThat(report(hdrVideo("unknown", sideData)).hdr()).isEqualTo("dolby-vision");
    assertThat(report(hdrVideo("bt709", "{\"side_data_type\": \"Display Matrix\"}")).hdr())
        .isNull();
  }

  private static String hdrVideo(String transfer, String sideData) {
    return """
        {"streams": [{"codec_type": "video", "codec_name": "hevc", "color_transfer": "%s",
          "side_data_list": [%s]}]}
        """
        .formatted(transfer, sideData);
  }

  private static String video(String codec, String tag) {
    return """
        {"streams": [{"codec_type": "video", "codec_name": "%s", "codec_tag_string": "%s"}]}
        """
        .formatted(codec, tag);
  }

  private static FfprobeReport report(String json) {
    try {
      return new FfprobeReport(new ObjectMapper().readTree(json), "");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
