package dev.slipway.journey;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Serves the modules in {@code src/test/javascript} and an empty page from the application under
 * test. A browser whose requests are intercepted doesn't cache the application's modules.
 */
@ApplicationScoped
class TestScriptRoutes {
  /** An empty page that may load the modules of the application. */
  static final String PAGE = TestScripts.address("page");

  void register(@Observes Router router) {
    router.get(PAGE).order(-1).handler(TestScriptRoutes::sendPage);
    router.get(TestScripts.address("*")).order(-1).handler(TestScriptRoutes::sendScript);
  }

  private static void sendPage(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Type", "text/html; charset=UTF-8")
        .end("<!doctype html><html lang=\"en\"><title>Test</title><body></body></html>");
  }

  private static void sendScript(RoutingContext context) {
    var name = context.normalizedPath().substring(TestScripts.address("").length());
    context
        .response()
        .putHeader("Content-Type", "text/javascript; charset=UTF-8")
        .putHeader("Cache-Control", "max-age=600")
        .sendFile(TestScripts.FOLDER.resolve(name).toString());
  }
}
