package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudienceTest {
  @ParameterizedTest
  @CsvSource({
    "/api, PROGRAM",
    "/api/videos, PROGRAM",
    "/apis, PERSON",
    "/notifications/s3, PROGRAM",
    "/notifications, PERSON",
    "/q/health, PROGRAM",
    "/quota, PERSON",
    "/, PERSON"
  })
  void belongsToThePath(String path, Audience audience) {
    assertThat(Audience.of(path)).isEqualTo(audience);
    assertThat(Audience.of(path).isPerson()).isEqualTo(audience == Audience.PERSON);
  }
}
