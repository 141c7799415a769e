package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Runs the tests in {@code src/test/javascript} in the browser, each in a new page of the
 * application.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class JavaScriptModuleTest {
  private static final String SUFFIX = ".test.js";
  private static final String HARNESS = "harness.js";

  @RegisterExtension final Journey journey = new Journey();

  @TestFactory
  List<DynamicContainer> modules() throws IOException {
    try (var paths = Files.list(TestScripts.FOLDER)) {
      var files = paths.map(path -> path.getFileName().toString());
      return files.filter(file -> file.endsWith(SUFFIX)).sorted().map(this::testsIn).toList();
    }
  }

  private DynamicContainer testsIn(String file) {
    var names = (List<?>) inNewPage(file, "testNames");
    assertThat(names).as("tests in " + file).isNotEmpty();
    return dynamicContainer(file, names.stream().map(name -> test(file, name)));
  }

  private DynamicTest test(String file, Object name) {
    return dynamicTest(name.toString(), () -> inNewPage(file, "runTest", name));
  }

  private Object inNewPage(String file, String function, Object... arguments) {
    var page = journey.page();
    page.navigate(TestScriptRoutes.PAGE);
    page.evaluate("module => import(module).then(() => {})", TestScripts.address(file));
    return TestScripts.call(page, HARNESS, function, arguments);
  }
}
