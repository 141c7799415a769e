package dev.slipway.catalogue.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.quota.QuotaView;
import dev.slipway.catalogue.Videos.TrashSummary;
import dev.slipway.catalogue.sync.PendingUploads.OpenUploads;
import org.junit.jupiter.api.Test;

class StorageUseTest {
  @Test
  void warnsFromEightyPercentOfEitherLimit() {
    assertThat(use(1_000L, 10L, 799, 7).nearlyFull()).isFalse();
    assertThat(use(1_000L, 10L, 800, 0).nearlyFull()).isTrue();
    assertThat(use(1_000L, 10L, 0, 8).percent()).isEqualTo(80);
    assertThat(use(1_000L, null, 999, 8).full()).isFalse();
    assertThat(use(1_000L, null, 1_000, 8).full()).isTrue();
    assertThat(use(null, 10L, Long.MAX_VALUE, 11).full()).isTrue();
  }

  @Test
  void neverWarnsWithoutLimits() {
    var use = use(null, null, Long.MAX_VALUE, 1_000_000);

    assertThat(use.nearlyFull()).isFalse();
    assertThat(use.warningBytes()).isNull();
    assertThat(use.warningVideos()).isNull();
  }

  @Test
  void aLimitOfZeroIsUsedUp() {
    assertThat(use(0L, null, 0, 0).full()).isTrue();
  }

  @Test
  void metersWarnAtTheSameShare() {
    assertThat(use(5_000_000_000L, 200L, 0, 0).warningBytes()).isEqualTo(4_000_000_000L);
    assertThat(use(5_000_000_000L, 200L, 0, 0).warningVideos()).isEqualTo(160);
  }

  private static StorageUse use(Long bytes, Long videos, long usedBytes, long usedVideos) {
    return new StorageUse(
        new QuotaView(bytes, videos, null, usedBytes, usedVideos, 0),
        new TrashSummary(0, 0),
        new OpenUploads(0, 0));
  }
}
