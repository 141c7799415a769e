package dev.slipway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.Asvs;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RandomIdTest {
  @Test
  @Asvs("11.5.1")
  void encodesBitsInBase32() {
    assertThat(RandomId.random(bytesOf(0x00)).value()).isEqualTo("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    assertThat(RandomId.random(bytesOf(0xff)).value()).isEqualTo("77777777777777777777777774");
  }

  @Test
  @Asvs("11.5.1")
  void neverRepeats() {
    var random = new SecureRandom();
    var ids = new HashSet<RandomId>();
    for (var i = 0; i < 10_000; i++) {
      ids.add(RandomId.random(random));
    }

    assertThat(ids).hasSize(10_000);
  }

  @Test
  void rejectsMalformedIds() {
    for (var text : new String[] {"", "aaaa", "../../etc/passwd", "A".repeat(26), "a".repeat(27)}) {
      assertThatThrownBy(() -> new RandomId(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static RandomGenerator bytesOf(int value) {
    return () -> value == 0 ? 0L : -1L;
  }
}
