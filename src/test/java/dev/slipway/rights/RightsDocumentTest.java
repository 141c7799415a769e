package dev.slipway.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RightsDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/rights.md");
  private static final String WRITE = "slipway.rights.write";

  @Test
  void theDocumentSaysWhatTheRulesSay() throws IOException {
    var expected = RightsDocument.render();
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(DOCUMENT, expected);
    }

    assertThat(DOCUMENT)
        .as("update it: ./mvnw test -Dtest=RightsDocumentTest -D%s=true", WRITE)
        .hasContent(expected);
  }
}
