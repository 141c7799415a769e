package dev.slipway.journey;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;

/**
 * The modules in {@code src/test/javascript}. The browser gets them from here; the application
 * doesn't serve them.
 */
final class TestScripts {
  static final Path FOLDER = Path.of("src", "test", "javascript");

  private static final String PATH = "/test-javascript/";
  private static final String CALL =
      "async ([module, name, ...values]) => (await import(module))[name](...values)";

  private TestScripts() {}

  static void serveTo(BrowserContext context) {
    context.route("**" + PATH + "*", TestScripts::serve);
  }

  /** The address of a file, on any origin. */
  static String address(String file) {
    return PATH + file;
  }

  /** Calls an exported function of a file in a page. Returns what it returns. */
  static Object call(Page page, String file, String function, Object... arguments) {
    var values = new Object[arguments.length + 2];
    values[0] = address(file);
    values[1] = function;
    System.arraycopy(arguments, 0, values, 2, arguments.length);
    return page.evaluate(CALL, values);
  }

  private static void serve(Route route) {
    var url = route.request().url();
    var file = FOLDER.resolve(url.substring(url.lastIndexOf('/') + 1));
    route.fulfill(new Route.FulfillOptions().setContentType("text/javascript").setPath(file));
  }
}
