package dev.slipway.catalogue.deletion;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeletionSettingsTest {
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);

  @Test
  void acceptsTheDefaults() {
    assertThatCode(() -> DeletionWorker.requireValid(TrashSettings.with(Map.of()), STORE_TIMEOUT))
        .doesNotThrowAnyException();
  }

  /** A purge makes several calls, each of which may take as long as its timeout. */
  @Test
  void rejectsALeaseThatEndsDuringAPurge() {
    var settings = TrashSettings.with(Map.of("lease", "99S"));

    assertThatThrownBy(() -> DeletionWorker.requireValid(settings, STORE_TIMEOUT))
        .hasMessageContaining("SLIPWAY_TRASH_LEASE must be at least 10 times SLIPWAY_STORE_TIMEOUT")
        .hasMessageContaining("PT1M40S");
  }

  @Test
  void rejectsNegativeTimes() {
    for (var name : new String[] {"start-delay", "delete-url-grace"}) {
      var settings = TrashSettings.with(Map.of(name, "-1S"));

      assertThatThrownBy(() -> DeletionWorker.requireValid(settings, STORE_TIMEOUT))
          .hasMessageContaining("must not be negative");
    }
  }
}
