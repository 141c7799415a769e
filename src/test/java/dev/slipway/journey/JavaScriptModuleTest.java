package dev.slipway.journey;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.microsoft.playwright.Route;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Runs the tests in {@code src/test/javascript} in the browser, each in a new page of the
 * application. The browser gets the files from here; the application doesn't serve them.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class JavaScriptModuleTest {
  private static final Path FOLDER = Path.of("src", "test", "javascript");
  private static final String SUFFIX = ".test.js";
  private static final String ADDRESS = "/test-javascript/";

  private static final String LIST_TESTS =
      """
      async ([file, harness]) => {
        await import(file);
        return (await import(harness)).testNames();
      }""";
  private static final String RUN_TEST =
      """
      async ([file, harness, name]) => {
        await import(file);
        await (await import(harness)).runTest(name);
      }""";

  @RegisterExtension final Journey journey = new Journey();

  @TestFactory
  List<DynamicContainer> modules() throws IOException {
    journey.context().route("**" + ADDRESS + "*", JavaScriptModuleTest::serve);
    try (var files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .map(this::testsOf)
          .toList();
    }
  }

  private DynamicContainer testsOf(Path file) {
    var tests = namesIn(file).map(name -> dynamicTest(name, () -> evaluate(RUN_TEST, file, name)));
    return dynamicContainer(file.getFileName().toString(), file.toUri(), tests);
  }

  private Stream<String> namesIn(Path file) {
    var names =
        ((List<?>) evaluate(LIST_TESTS, file, "")).stream().map(String.class::cast).toList();
    if (names.isEmpty()) {
      throw new AssertionError(file + " has no test");
    }
    return names.stream();
  }

  private Object evaluate(String script, Path file, String name) {
    var page = journey.page();
    page.navigate("/login");
    return page.evaluate(
        script, List.of(ADDRESS + file.getFileName(), ADDRESS + "harness.js", name));
  }

  private static void serve(Route route) {
    var url = route.request().url();
    var name = url.substring(url.lastIndexOf('/') + 1);
    route.fulfill(
        new Route.FulfillOptions().setContentType("text/javascript").setPath(FOLDER.resolve(name)));
  }
}
