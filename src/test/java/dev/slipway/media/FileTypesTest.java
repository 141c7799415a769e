package dev.slipway.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FileTypesTest {
  @Test
  void namesTheCommonTypesFirst() {
    var types =
        FileTypes.of(
            List.of(
                "video/3gpp",
                "video/avi",
                "video/mp4",
                "video/ogg",
                "video/quicktime",
                "video/webm",
                "video/x-matroska",
                "video/x-msvideo"));

    assertThat(types.summary()).isEqualTo("MP4, MOV, WebM, MKV, AVI and others");
    assertThat(types.advice()).isEqualTo("Use MP4, MOV, WebM, MKV or AVI.");
    assertThat(types.mediaTypes()).startsWith("video/mp4").endsWith("video/3gpp");
  }

  @Test
  void namesOnlyWhatIsConfigured() {
    var two = FileTypes.of(List.of("video/webm", " Video/MP4"));
    var avi = FileTypes.of(List.of("video/avi", "video/x-msvideo"));

    assertThat(two.summary()).isEqualTo("MP4 and WebM");
    assertThat(two.advice()).isEqualTo("Use MP4 or WebM.");
    assertThat(avi.summary()).isEqualTo("AVI");
    assertThat(avi.advice()).isEqualTo("Use AVI.");
  }

  @Test
  void showsUnknownTypesAsTheyAre() {
    var types = FileTypes.of(List.of("video/x-flv", "video/mp4"));

    assertThat(types.summary()).isEqualTo("MP4 and video/x-flv");
    assertThat(types.types().get(1).format()).isNull();
  }
}
