package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedirectTest {
  @Test
  void namesThePageAndItsParameters() {
    assertThat(Redirect.to("/account").getStatus()).isEqualTo(303);
    assertThat(Redirect.to("/account").getLocation()).hasToString("/account");
    assertThat(Redirect.to("/admin/inbox", "key", "a b&c", "after", null, "replayed", 1))
        .extracting(response -> response.getLocation().toString())
        .isEqualTo("/admin/inbox?key=a+b%26c&replayed=1");
  }

  @Test
  void hasNoQuestionMarkWithoutParameters() {
    assertThat(Redirect.to("/account", "after", null).getLocation()).hasToString("/account");
    assertThat(Redirect.toAddress("/admin/videos", "").getLocation()).hasToString("/admin/videos");
    assertThat(Redirect.toAddress("/admin/videos", "q=clip").getLocation())
        .hasToString("/admin/videos?q=clip");
  }
}
