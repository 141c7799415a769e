package dev.slipway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextSegmentTest {
  @Test
  void splitsOutSettingsActionsAndUrlsAsCode() {
    var message = "Set SLIPWAY_STORE_REGION, allow s3:GetObject at http://store:9000 (docs/a.md).";

    assertThat(TextSegment.split(message))
        .filteredOn(TextSegment::isCode)
        .extracting(TextSegment::text)
        .containsExactly("SLIPWAY_STORE_REGION", "s3:GetObject", "http://store:9000", "docs/a.md");
    assertThat(String.join("", TextSegment.split(message).stream().map(TextSegment::text).toList()))
        .isEqualTo(message);
  }

  @Test
  void keepsConditionKeysInOnePiece() {
    assertThat(TextSegment.split("where s3:x-amz-copy-source is set"))
        .filteredOn(TextSegment::isCode)
        .extracting(TextSegment::text)
        .containsExactly("s3:x-amz-copy-source");
  }
}
