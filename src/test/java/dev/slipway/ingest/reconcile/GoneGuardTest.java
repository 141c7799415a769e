package dev.slipway.ingest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GoneGuardTest {
  private final GoneGuard guard = new GoneGuard(0.1, 10);

  @Test
  void stopsAtAnEmptyBucket() {
    assertThat(guard.objection(5, 0, 0, 0).orElseThrow()).contains("empty").contains("5 videos");
  }

  @Test
  void stopsAtABucketOfOtherThings() {
    assertThat(guard.objection(5, 0, 400, 0).orElseThrow()).contains("wrong one");
  }

  @Test
  void stopsWhereTooLargeAShareIsGone() {
    assertThat(guard.objection(11, 99, 99, 0)).isEmpty();
    assertThat(guard.objection(12, 99, 99, 0).orElseThrow()).contains("12 of 111").contains("11 %");
  }

  @Test
  void letsFewGoWhateverTheirShare() {
    assertThat(guard.objection(10, 1, 1, 0)).isEmpty();
    assertThat(guard.objection(1, 0, 0, 0)).isEmpty();
  }

  @Test
  void goesAsFarAsSomebodyHasAgreed() {
    assertThat(guard.objection(500, 0, 0, 500)).isEmpty();
    assertThat(guard.objection(501, 0, 0, 500)).isPresent();
  }

  @Test
  void refusesWhatIsNoShare() {
    assertThatThrownBy(() -> new GoneGuard(10, 1)).hasMessageContaining("from 0 to 1");
    assertThatThrownBy(() -> new GoneGuard(0.5, -1)).hasMessageContaining("GONE_FEW");
  }
}
