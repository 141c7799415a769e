package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The browser parses each module together with the modules that it imports. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LinkedModulesTest {
  private static final Path RESOURCES = Path.of("src/main/resources/META-INF/resources");

  /** Any hash returns the current file. */
  private static final String LINKED_FILES = "/assets/0123456789abcdef/";

  /** The last import fails after all modules have been parsed and before one is evaluated. */
  private static final String PARSE =
      """
      async ([text]) => {
        const ending = '\\nimport "data:text/javascript,throw %22parsed%22";';
        const blob = new Blob([text, ending], { type: "text/javascript" });
        return import(URL.createObjectURL(blob)).catch(String);
      }\
      """;

  @RegisterExtension final Journey journey = Journey.withoutPolicy();

  @Test
  void browserParsesEachLinkedModule() throws IOException {
    var page = journey.page();
    page.navigate("/login");
    try (var files = Files.walk(RESOURCES)) {
      for (var module : files.filter(file -> file.toString().endsWith(".js")).toList()) {
        var address = LINKED_FILES + RESOURCES.relativize(module);
        var response = page.request().get(journey.app().resolve(address).toString());
        assertThat(parse(response.text())).as(address).isEqualTo("parsed");
      }
    }
  }

  @Test
  void browserReportsWhatItCannotParse() {
    journey.page().navigate("/login");

    assertThat(parse("{\nreturn 1;\n}\n")).startsWith("SyntaxError");
    assertThat(parse("const one = (() => {\nawait two;\n})();\n")).startsWith("SyntaxError");
  }

  private String parse(String text) {
    return (String) journey.page().evaluate(PARSE, new Object[] {text});
  }
}
