package dev.slipway.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SequencerTest {
  @Test
  void comparesAsIfPaddedOnTheRight() {
    assertThat(new Sequencer("18EB")).isLessThan(new Sequencer("18EB01"));
    assertThat(new Sequencer("18EB01")).isLessThan(new Sequencer("18EC"));
    assertThat(new Sequencer("2")).isGreaterThan(new Sequencer("18EB059B35F372B6"));
    assertThat(new Sequencer("0")).isLessThan(new Sequencer("00000001"));
  }

  @Test
  void ignoresPaddingAndCase() {
    assertThat(new Sequencer("18EB00")).isEqualTo(new Sequencer("18eb"));
    assertThat(new Sequencer("18EB00")).isEqualByComparingTo(new Sequencer("18eb"));
    assertThat(new Sequencer("0055AED6DCD90281E0").text()).isEqualTo("0055aed6dcd90281e");
    assertThat(new Sequencer("0000")).isEqualTo(new Sequencer("0"));
  }

  @Test
  void textsHaveTheSameOrder() {
    var sequencers =
        List.of("0", "000A", "00A", "18EB", "18EB059B35F372B6", "18eb059b35f372b7", "9", "A", "FF0")
            .stream()
            .map(Sequencer::new)
            .toList();

    assertThat(sequencers).isSorted();
    assertThat(sequencers)
        .extracting(Sequencer::text)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  void isEmptyForAnythingElse() {
    assertThat(Sequencer.parse("18EB")).contains(new Sequencer("18EB"));
    assertThat(Sequencer.parse(null)).isEqualTo(Optional.empty());
    assertThat(List.of("", " 18EB", "Happy Sequencer", "-1", "1".repeat(65), "١"))
        .allSatisfy(sent -> assertThat(Sequencer.parse(sent)).isEmpty());
    assertThatIllegalArgumentException().isThrownBy(() -> new Sequencer("xyz"));
  }
}
