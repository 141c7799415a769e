package dev.slipway.uploads.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PartPlanTest {
  private static final long MIB = 1L << 20;

  @Test
  void containsExactlyThePartsOfTheFile() {
    var withRest = new PartPlan(12 * MIB, 5 * MIB);
    var withoutRest = new PartPlan(10 * MIB, 5 * MIB);

    assertThat(withRest.count()).isEqualTo(3);
    assertThat(withRest.contains(0)).isFalse();
    assertThat(withRest.contains(1)).isTrue();
    assertThat(withRest.contains(3)).isTrue();
    assertThat(withRest.contains(4)).isFalse();
    assertThat(withoutRest.count()).isEqualTo(2);
    assertThat(withoutRest.contains(2)).isTrue();
    assertThat(withoutRest.contains(3)).isFalse();
  }

  @Test
  void lastPartHoldsTheRest() {
    var plan = new PartPlan(12 * MIB + 1, 5 * MIB);

    assertThat(plan.sizeOf(1)).isEqualTo(5 * MIB);
    assertThat(plan.sizeOf(3)).isEqualTo(2 * MIB + 1);
    assertThat(new PartPlan(10 * MIB, 5 * MIB).sizeOf(2)).isEqualTo(5 * MIB);
  }

  @Test
  void growsPartsSoThatTenThousandSuffice() {
    var limit = PartPlan.MAX_PARTS * 16 * MIB;

    assertThat(PartPlan.of(limit, 16 * MIB).partSize()).isEqualTo(16 * MIB);
    assertThat(PartPlan.of(limit + 1, 16 * MIB).partSize()).isEqualTo(17 * MIB);
    assertThatThrownBy(() -> new PartPlan(limit + 1, 16 * MIB))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
