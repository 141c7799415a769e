package dev.slipway.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RightsDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/rights.md");
  private static final Path REFERENCE = Path.of("docs/api.md");
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

  @Test
  void theReferenceOfTheApiHasEveryRequest() throws IOException {
    var reference = Files.readString(REFERENCE);

    assertThat(Endpoint.all())
        .extracting(Endpoint::name)
        .filteredOn(RightsDocumentTest::belongsToReference)
        .isNotEmpty()
        .allSatisfy(request -> assertThat(reference).contains("`" + request + "`"));
  }

  /** The API of the lab is in docs/lab.md. */
  private static boolean belongsToReference(String request) {
    return request.contains(" /api/")
        && !request.contains(" /api/lab/")
        && !request.contains("{path: .*}");
  }
}
