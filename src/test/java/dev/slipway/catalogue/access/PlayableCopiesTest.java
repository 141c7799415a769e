package dev.slipway.catalogue.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.media.MediaFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlayableCopiesTest {
  /** Such as H.264 in the transport stream of a camera. */
  @ParameterizedTest
  @CsvSource({
    "mpegts, h264",
    "mpeg, h264",
    "asf, h264",
    "avi, h264",
    "mp4, hevc",
    "quicktime,prores"
  })
  void knowsWhatNoBrowserPlays(String container, String codec) {
    assertThat(PlayableCopies.isUnplayable(container, codec)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"mp4, h264", "webm, vp9", "matroska, av1", "mp4,", ",h264", ","})
  void expectsThatOthersPlay(String container, String codec) {
    assertThat(PlayableCopies.isUnplayable(container, codec)).isFalse();
  }

  /** Another name, such as a file extension, would never match a video. */
  @Test
  void namesContainersAsTheCatalogueDoes() {
    assertThat(MediaFormat.containers()).containsAll(PlayableCopies.UNPLAYABLE_CONTAINERS);
  }
}
