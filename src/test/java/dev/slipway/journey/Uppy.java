package dev.slipway.journey;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.slipway.testing.CustomSettingsProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An unmodified Uppy on a page, with Slipway's options and one file. */
record Uppy(Page page) {
  /** Without the imports. */
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "^```js\\n(?:import [^\\n]*\\n)+(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

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
    var parts =
        Map.of(
            "partsFrom",
            CustomSettingsProfile.PARTS_FROM,
            "partSize",
            CustomSettingsProfile.PART_SIZE);
    uppy.call("open", BUNDLE, parts);
    page.locator("#uppy").setInputFiles(file);
    return uppy;
  }

  /** Runs the example of docs/uppy.md, and returns which of the files it refuses. */
  static List<?> findRefusedByExample(Journey journey, int version, List<String> names)
      throws IOException {
    var bundle = UppyBundle.of(version);
    var page = journey.page();
    TestScripts.serveTo(journey.context());
    page.route("**" + BUNDLE, route -> fulfill(route, bundle));
    page.navigate("/login");
    var document = EXAMPLE.matcher(Files.readString(Path.of("docs", "uppy.md")));
    if (!document.find()) {
      throw new AssertionError("docs/uppy.md has no example");
    }
    return (List<?>) new Uppy(page).call("refusedByExample", BUNDLE, document.group(1), names);
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
