package dev.slipway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class StoreKindTest {
  /** Otherwise a stored encoding would make a browser decode the video. */
  @Test
  void overridesHeadersThatAnUploadMayHaveStored() {
    assertThat(StoreKind.S3.responseHeaderOverrides())
        .containsOnly(
            entry("response-content-encoding", "identity"),
            entry("response-cache-control", "private"));
    assertThat(StoreKind.GOOGLE.responseHeaderOverrides()).isEmpty();
  }
}
