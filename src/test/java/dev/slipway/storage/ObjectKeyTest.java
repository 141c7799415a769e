package dev.slipway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class ObjectKeyTest {
  private static final RandomId ID = RandomId.random(new SecureRandom());

  @Test
  @Asvs("5.3.2")
  void distinguishesVideosFromOtherKeys() {
    assertThat(ObjectKey.ofSource(ID).isVideo()).isTrue();
    assertThat(new ObjectKey("videos/holiday.mp4").isVideo()).isTrue();
    assertThat(new ObjectKey("backup/holiday.mp4").isVideo()).isFalse();
    assertThat(new ObjectKey("videos/folder/").isVideo()).isFalse();
  }

  @Test
  void testObjectsAreNotVideos() {
    var probe = ObjectKey.ofTestObject(ID);

    assertThat(probe.value()).startsWith(ObjectKey.PREFIX);
    assertThat(probe.isVideo()).isFalse();
    assertThat(probe.uploadId()).isEmpty();
  }
}
