package dev.slipway.journey;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.util.Map;

/** An unmodified Uppy on a page, with Slipway's options and one file. */
record Uppy(Page page) {
  private static final String SCRIPT = "uppyPage.js";
  private static final String BUNDLE = "/uppy.mjs";

  /** Opens a page with the Uppy of a major version, and chooses a file. */
  static Uppy choose(Journey journey, int version, Path file) {
    var bundle = UppyBundle.of(version);
    var page = journey.as("creator").page();
    TestScripts.serveTo(journey.context());
    page.route("**" + BUNDLE, route -> fulfill(route, bundle));
    page.navigate("/login");
    var uppy = new Uppy(page);
    var parts = Map.of("partsFrom", SmallParts.FROM, "partSize", SmallParts.PART_SIZE);
    uppy.call("open", BUNDLE, parts);
    page.locator("#uppy").setInputFiles(file);
    return uppy;
  }

  Uppy start() {
    call("start");
    return this;
  }

  void pause() {
    call("pause");
  }

  void resume() {
    call("resume");
  }

  void removeFile() {
    call("removeFile");
  }

  /** Waits for the end. Returns the id of the video, or the error. */
  String awaitOutcome() {
    var url = (String) call("outcome");
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private Object call(String function, Object... arguments) {
    return TestScripts.call(page, SCRIPT, function, arguments);
  }

  private static void fulfill(Route route, Path bundle) {
    route.fulfill(new Route.FulfillOptions().setContentType("text/javascript").setPath(bundle));
  }
}
