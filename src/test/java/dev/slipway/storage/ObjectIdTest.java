package dev.slipway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ObjectIdTest {
  @Test
  void writesTheBitsInBase32() {
    assertThat(ObjectId.random(bytesOf(0x00)).value()).isEqualTo("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    assertThat(ObjectId.random(bytesOf(0xff)).value()).isEqualTo("77777777777777777777777774");
  }

  @Test
  void isNeverTheSame() {
    var random = new SecureRandom();
    var ids = new HashSet<ObjectId>();
    for (var i = 0; i < 10_000; i++) {
      ids.add(ObjectId.random(random));
    }

    assertThat(ids).hasSize(10_000);
  }

  @Test
  void refusesWhatIsNoId() {
    for (var text : new String[] {"", "aaaa", "../../etc/passwd", "A".repeat(26), "a".repeat(27)}) {
      assertThatThrownBy(() -> new ObjectId(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static RandomGenerator bytesOf(int value) {
    return () -> value == 0 ? 0L : -1L;
  }
}
