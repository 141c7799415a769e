package dev.slipway.web.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import java.util.List;
import org.junit.jupiter.api.Test;

@Asvs("2.4.1")
class FairShareTest {
  private static final int TOTAL = 100;

  private final FairShare share = new FairShare(TOTAL, 20);

  @Test
  void oneKeyGetsItsMaximum() {
    assertThat(acquireAll(share, "a")).isEqualTo(20);
    assertThat(share.count()).isEqualTo(share.count("a")).isEqualTo(20);
  }

  @Test
  void manyKeysGetLessEachAndLeavePlacesToOthers() {
    var keys = List.of("a", "b", "c", "d", "e");
    for (var i = 0; i < TOTAL; i++) {
      keys.forEach(share::tryAcquire);
    }

    assertThat(keys).allSatisfy(key -> assertThat(share.count(key)).isBetween(11, 12));
    assertThat(share.count()).isEqualTo(56);
    assertThat(share.tryAcquire("f")).isTrue();
  }

  @Test
  void aKeyWithoutAPlaceGetsTheLastOne() {
    for (var i = 0; i < TOTAL - 1; i++) {
      share.add("a");
    }

    assertThat(share.hasRoom("a")).isFalse();
    assertThat(share.tryAcquire("b")).isTrue();
    assertThat(share.isFull()).isTrue();
    assertThat(share.tryAcquire("c")).isFalse();
  }

  @Test
  void aReleasedPlaceIsFree() {
    acquireAll(share, "a");
    share.release("a");

    assertThat(share.count("a")).isEqualTo(19);
    assertThat(acquireAll(share, "a")).isEqualTo(1);
  }

  @Test
  void keysAreNotLimitedIfOneMayHaveAllPlaces() {
    assertThat(acquireAll(new FairShare(4, 4), "a")).isEqualTo(4);
    assertThat(acquireAll(new FairShare(4, 9), "a")).isEqualTo(4);
    assertThat(acquireAll(new FairShare(4, 3), "a")).isEqualTo(3);
    assertThat(acquireAll(new FairShare(1, 1), "a")).isEqualTo(1);
  }

  @Test
  void aLimitOfZeroRefusesAll() {
    assertThat(new FairShare(0, 1).tryAcquire("a")).isFalse();
    assertThat(new FairShare(1, 0).tryAcquire("a")).isFalse();
  }

  private static int acquireAll(FairShare share, String key) {
    var acquired = 0;
    while (share.tryAcquire(key)) {
      acquired++;
    }
    return acquired;
  }
}
