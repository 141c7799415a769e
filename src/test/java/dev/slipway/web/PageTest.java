package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void pointsToTheNextPageIfMoreWasFound() {
    var page = Page.of(List.of("a", "b", "c"), 2, String::toUpperCase);

    assertThat(page.items()).containsExactly("a", "b");
    assertThat(page.next()).isEqualTo("B");
  }

  @Test
  void lastPageHasNoCursor() {
    var page = Page.of(List.of("a", "b"), 2, String::toUpperCase);

    assertThat(page.items()).containsExactly("a", "b");
    assertThat(page.next()).isNull();
  }

  @Test
  void mapKeepsTheCursor() {
    assertThat(new Page<>(List.of("a"), 7L).map(String::length))
        .isEqualTo(new Page<>(List.of(1), 7L));
  }
}
