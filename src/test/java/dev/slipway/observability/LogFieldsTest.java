package dev.slipway.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class LogFieldsTest {
  @Test
  @Asvs("16.2.4")
  void areRestoredOnClose() {
    try (var outer = LogFields.of("uploadId", "one")) {
      try (var inner = LogFields.of("uploadId", "two").and("objectKey", "videos/two")) {
        assertThat(MDC.get("uploadId")).isEqualTo("two");
        assertThat(MDC.get("objectKey")).isEqualTo("videos/two");
      }
      assertThat(MDC.get("uploadId")).isEqualTo("one");
      assertThat(MDC.get("objectKey")).isNull();
    }
    assertThat(MDC.get("uploadId")).isNull();
  }

  @Test
  void ignoreNullValues() {
    try (var fields = LogFields.of("objectKey", "videos/one").and("uploadId", null)) {
      assertThat(MDC.get("uploadId")).isNull();
    }
  }

  @Test
  @Asvs("16.4.1")
  void escapeLineBreaks() {
    try (var fields = LogFields.of("objectKey", "videos/a\n\u202eforged")) {
      assertThat(MDC.get("objectKey")).isEqualTo("videos/a\\u000a\\u202eforged");
    }
  }
}
