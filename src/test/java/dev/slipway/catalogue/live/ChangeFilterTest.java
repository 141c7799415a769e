package dev.slipway.catalogue.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Caller;
import dev.slipway.catalogue.live.VideoChange.Kind;
import org.junit.jupiter.api.Test;

class ChangeFilterTest {
  private static final VideoChange PRIVATE =
      new VideoChange(7, "v", Kind.UPDATED, true, false, false, "creator", "READY");

  @Test
  void aShareLinkShowsChangesOfAPrivateVideo() {
    assertThat(new ChangeFilter(Caller.ANONYMOUS, "v", true).apply(PRIVATE))
        .hasValueSatisfying(
            event -> {
              assertThat(event.data()).contains("updated").doesNotContain("READY");
              assertThat(event.isLast()).isFalse();
            });
  }

  @Test
  void withoutOneTheFirstChangeIsTheLastEvent() {
    assertThat(new ChangeFilter(Caller.ANONYMOUS, "v", false).apply(PRIVATE))
        .hasValueSatisfying(
            event -> {
              assertThat(event.data()).contains("removed");
              assertThat(event.isLast()).isTrue();
            });
  }
}
