package dev.slipway.journey;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.slipway.benchmark.PackagedApplication;
import java.nio.file.Path;
import java.util.Map;

/**
 * A page in a browser that uploads files, with the browser client of the application or with
 * nothing but what the browser offers.
 */
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

  /** The least that a page can do: requests that are not repeated, and no progress. */
  private static final String BARE_BROWSER =
      """
      async () => {
        const file = document.querySelector("#benchmark").files[0];
        const call = async (method, path, body) => {
          const headers = { "Content-Type": "application/json" };
          const response = await fetch(path, { method, headers, body: JSON.stringify(body) });
          if (!response.ok) throw new Error(await response.text());
          return response.json();
        };
        const put = ({ url, headers }, body) => new Promise((resolve, reject) => {
          const request = new XMLHttpRequest();
          request.open("PUT", url);
          for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
          request.onload = () => (request.status < 300 ? resolve() : reject(new Error(request.responseText)));
          request.onerror = () => reject(new Error("connection lost"));
          request.send(body);
        });
        const startedAt = performance.now();
        const upload = await call("POST", "/api/uploads", { fileName: file.name, contentType: "video/mp4", size: file.size });
        const sendPart = async (number) => {
          const slice = file.slice((number - 1) * upload.partSize, number * upload.partSize);
          const digest = await crypto.subtle.digest("SHA-256", await slice.arrayBuffer());
          const checksumSha256 = btoa(String.fromCharCode(...new Uint8Array(digest)));
          const path = `/api/uploads/${upload.id}/parts`;
          const signed = await call("POST", path, { parts: [{ number, size: slice.size, checksumSha256 }] });
          await put(signed.parts[0], slice);
        };
        if (upload.put) await put(upload.put, file);
        else {
          const numbers = Array.from({ length: Math.ceil(file.size / upload.partSize) }, (_, index) => index + 1).values();
          const sendParts = async () => { for (const number of numbers) await sendPart(number); };
          await Promise.all([sendParts(), sendParts(), sendParts(), sendParts()]);
        }
        const millis = performance.now() - startedAt;
        await call("PUT", `/api/uploads/${upload.id}/completion`, {});
        return { phase: "done", id: upload.id, millis };
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

  /** Uploads with the browser client. */
  TransferResult upload(Path file) {
    return run(UPLOAD, file);
  }

  /** Uploads in as many requests at once as the client, with the same hashing. */
  TransferResult uploadBare(Path file) {
    return run(BARE_BROWSER, file);
  }

  @SuppressWarnings("unchecked")
  private TransferResult run(String script, Path file) {
    page.locator("#benchmark").setInputFiles(file);
    var result = (Map<String, Object>) page.evaluate(script);
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
