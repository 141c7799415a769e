package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.Test;

class SharedBrowserTest {
  @Test
  void isReplacedAfterACrash() {
    try (var shared = SharedBrowser.start()) {
      shared.context(new Browser.NewContextOptions()).browser().close();

      var page = shared.context(new Browser.NewContextOptions()).newPage();

      assertThat(page.evaluate("1 + 1")).isEqualTo(2);
    }
  }
}
