package dev.slipway.journey;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.slipway.benchmark.PackagedApplication;
import java.nio.file.Path;
import java.util.Map;

/** A page in a browser that uploads files with the browser client of the application. */
final class ClientPage implements AutoCloseable {
  private static final String UPLOAD =
      """
      async () => {
        const { Upload } = await import("/uploads/client/upload.js");
        const upload = new Upload(document.querySelector("#benchmark").files[0], { type: "video/mp4" });
        const startedAt = performance.now();
        let stored = null;
        upload.addEventListener("progress", () => {
          if (upload.bytes.stored === upload.bytes.total) stored ??= performance.now() - startedAt;
        });
        await upload.start();
        return { phase: upload.phase, problem: upload.problem?.message ?? "", id: upload.id, millis: stored };
      }
      """;
  private static final String FILE_CHOOSER =
      """
      () => document.body.append(Object.assign(document.createElement("input"), { type: "file", id: "benchmark" }))
      """;
  private static final double MILLIS_PER_SECOND = 1_000;

  private final BrowserContext context;
  private final Page page;

  ClientPage(SharedBrowser browser, PackagedApplication application) {
    var origin = application.origin().toString();
    context = browser.context(new Browser.NewContextOptions().setBaseURL(origin));
    var form =
        FormData.create()
            .set("username", PackagedApplication.USER)
            .set("password", PackagedApplication.password())
            .set("return", "/");
    context.request().post("/login", RequestOptions.create().setForm(form));
    page = context.newPage();
    page.navigate("/");
    page.evaluate(FILE_CHOOSER);
  }

  @SuppressWarnings("unchecked")
  TransferResult upload(Path file) {
    page.locator("#benchmark").setInputFiles(file);
    var result = (Map<String, Object>) page.evaluate(UPLOAD);
    if (!"done".equals(result.get("phase"))) {
      throw new IllegalStateException("The upload failed: " + result);
    }
    var millis = ((Number) result.get("millis")).doubleValue();
    return new TransferResult((String) result.get("id"), millis / MILLIS_PER_SECOND);
  }

  @Override
  public void close() {
    context.close();
  }
}
