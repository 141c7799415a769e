package dev.slipway.journey;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.util.Map;

/** A stock Uppy on a page, with Slipway's options and one file. */
record Uppy(Page page) {
  private static final Page.WaitForFunctionOptions PATIENCE =
      new Page.WaitForFunctionOptions().setTimeout(60_000);
  private static final Path BUNDLES =
      Path.of("src", "test", "resources", "dev", "slipway", "journey", "uppy");

  private static final String SET_UP =
      """
      async ([bundle, options]) => {
        const { Uppy, AwsS3 } = await import(bundle);
        const { slipway } = await import("/uploads/uppy/slipway.js");
        globalThis.uppy = new Uppy().use(AwsS3, slipway(options));
        const input = document.createElement("input");
        input.type = "file";
        input.id = "uppy";
        input.addEventListener("change", () => {
          const [data] = input.files;
          globalThis.id = uppy.addFile({ name: data.name, type: data.type, data, meta: { title: "By Uppy" } });
        });
        document.body.append(input);
      }""";

  private static final String START =
      """
      () => {
        globalThis.result = null;
        uppy.upload().then((result) => (globalThis.result = result));
      }""";

  private static final String RESULT =
      """
      () => {
        const { successful: [stored], failed: [refused] } = globalThis.result;
        return stored?.response.uploadURL ?? refused?.error ?? "nothing";
      }""";

  /** Opens a page with the Uppy of a major version, and chooses a file. */
  static Uppy choose(Journey journey, int version, Path file) {
    var page = journey.as("creator").page();
    var bundle = "/uppy-" + version + ".mjs";
    page.route("**" + bundle, route -> fulfill(route, bundle));
    page.navigate("/login");
    var parts = Map.of("partsFrom", SmallParts.FROM, "partSize", SmallParts.PART_SIZE);
    page.evaluate(SET_UP, new Object[] {bundle, parts});
    page.locator("#uppy").setInputFiles(file);
    return new Uppy(page);
  }

  Uppy start() {
    page.evaluate(START);
    return this;
  }

  void pause() {
    page.evaluate("() => uppy.pauseAll()");
  }

  void resume() {
    page.evaluate("() => uppy.resumeAll()");
  }

  void removeFile() {
    page.evaluate("() => uppy.removeFile(globalThis.id)");
  }

  /** Waits for the end; answers the id of the video, or what went wrong. */
  String ends() {
    page.waitForFunction("() => globalThis.result", null, PATIENCE);
    var url = (String) page.evaluate(RESULT);
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static void fulfill(Route route, String bundle) {
    route.fulfill(
        new Route.FulfillOptions()
            .setContentType("text/javascript")
            .setPath(BUNDLES.resolve(bundle.substring(1))));
  }
}
