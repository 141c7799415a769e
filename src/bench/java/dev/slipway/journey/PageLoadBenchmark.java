package dev.slipway.journey;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.slipway.benchmark.BenchmarkServices;
import dev.slipway.benchmark.InterleavedRuns;
import dev.slipway.benchmark.PackagedApplication;
import dev.slipway.benchmark.ResultTable;
import dev.slipway.benchmark.Samples;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** P13: the time until a file can be chosen on the upload page, over a slow connection. */
class PageLoadBenchmark {
  @Test
  void measuresUploadPage() throws Exception {
    try (var services = BenchmarkServices.start();
        var application = services.startApplication(Map.of());
        var browser = SharedBrowser.start();
        var returning = logIn(browser, application)) {
      open(returning, application).waterfall().forEach(System.out::println);
      open(returning, application).waterfall().forEach(System.out::println);
      var runs =
          new InterleavedRuns<PageLoad>(1)
              .with("cold", () -> openInNewContext(browser, application))
              .with("warm", () -> open(returning, application))
              .run();
      var title = "P13: upload page, round trip of %d ms".formatted(PageLoad.ROUND_TRIP_MILLIS);
      var table = new ResultTable(title);
      for (var cache : List.of("cold", "warm")) {
        addRow(table, cache + ", ms until a file can be chosen", runs.get(cache), PageLoad::millis);
        addRow(table, cache + ", requests", runs.get(cache), PageLoad::requests);
        addRow(table, cache + ", kB received", runs.get(cache), PageLoad::kilobytes);
      }
      table.print();
    }
  }

  private static void addRow(
      ResultTable table, String name, List<PageLoad> loads, ToDoubleFunction<PageLoad> measure) {
    table.row(name, Samples.of(loads, measure));
  }

  private static PageLoad openInNewContext(SharedBrowser browser, PackagedApplication application) {
    try (var context = logIn(browser, application)) {
      return open(context, application);
    }
  }

  private static PageLoad open(BrowserContext context, PackagedApplication application) {
    try (var page = context.newPage()) {
      return PageLoad.of(page, application.origin() + "/");
    }
  }

  private static BrowserContext logIn(SharedBrowser browser, PackagedApplication application) {
    var origin = application.origin().toString();
    var context = browser.context(new Browser.NewContextOptions().setBaseURL(origin));
    var form =
        FormData.create()
            .set("username", PackagedApplication.USER)
            .set("password", PackagedApplication.password());
    var options = RequestOptions.create().setForm(form).setMaxRedirects(0);
    context.request().post("/login", options);
    return context;
  }
}
