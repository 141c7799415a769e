package dev.slipway.journey;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One load of the upload page.
 *
 * @param millis from the start of the navigation until a script listens for chosen files
 * @param requests until the page is idle
 * @param kilobytes received until the page is idle, with headers
 * @param waterfall one line a request: start, end and size
 */
record PageLoad(double millis, long requests, double kilobytes, List<String> waterfall) {
  static final int ROUND_TRIP_MILLIS = 300;

  /** A page handles a chosen file from the moment at which it listens for it. */
  private static final String NOTE_LISTENER =
      """
      globalThis.readyAt = new Promise((resolve) => {
        const addEventListener = HTMLInputElement.prototype.addEventListener;
        HTMLInputElement.prototype.addEventListener = function (type, ...rest) {
          if (this.id === "files" && type === "change") resolve(performance.now());
          return addEventListener.call(this, type, ...rest);
        };
      });
      """;

  private static final String AWAIT_LISTENER =
      """
      Promise.race([
        globalThis.readyAt,
        new Promise((resolve, reject) => setTimeout(reject, 30_000, new Error("No script listens for files"))),
      ])
      """;

  static PageLoad of(Page page, String url) {
    var requests = new Requests(page);
    page.addInitScript(NOTE_LISTENER);
    page.navigate(url);
    var millis = ((Number) page.evaluate(AWAIT_LISTENER)).doubleValue();
    page.waitForLoadState(LoadState.NETWORKIDLE);
    return requests.toPageLoad(millis);
  }

  /** The requests of a page over a slow connection, as DevTools reports them. */
  private static final class Requests {
    private final Map<String, Request> requests = new LinkedHashMap<>();

    Requests(Page page) {
      var devTools = page.context().newCDPSession(page);
      devTools.on("Network.requestWillBeSent", this::start);
      devTools.on("Network.responseReceived", this::receive);
      devTools.on("Network.loadingFinished", this::finish);
      devTools.send("Network.enable");
      var conditions = new JsonObject();
      conditions.addProperty("offline", false);
      conditions.addProperty("latency", ROUND_TRIP_MILLIS);
      conditions.addProperty("downloadThroughput", -1);
      conditions.addProperty("uploadThroughput", -1);
      devTools.send("Network.emulateNetworkConditions", conditions);
    }

    PageLoad toPageLoad(double millis) {
      var sent = new ArrayList<>(requests.values());
      sent.removeIf(request -> request.cached);
      var start = requests.values().iterator().next().start;
      return new PageLoad(
          millis,
          sent.size(),
          sent.stream().mapToDouble(request -> request.bytes).sum() / 1000,
          requests.values().stream().map(request -> request.line(start)).toList());
    }

    private void start(JsonObject event) {
      var request = new Request();
      request.url = event.getAsJsonObject("request").get("url").getAsString();
      request.start = event.get("timestamp").getAsDouble();
      requests.put(event.get("requestId").getAsString(), request);
    }

    private void receive(JsonObject event) {
      var request = requests.get(event.get("requestId").getAsString());
      var response = event.getAsJsonObject("response");
      request.cached = response.get("fromDiskCache").getAsBoolean();
      request.status = response.get("status").getAsInt();
    }

    private void finish(JsonObject event) {
      var request = requests.get(event.get("requestId").getAsString());
      request.end = event.get("timestamp").getAsDouble();
      request.bytes = event.get("encodedDataLength").getAsDouble();
    }
  }

  private static final class Request {
    private String url;
    private double start;
    private double end;
    private double bytes;
    private boolean cached;
    private int status;

    private String line(double pageStart) {
      return String.format(
          Locale.ROOT,
          "%5.0f %5.0f ms %7.0f bytes %3d %s%s",
          (start - pageStart) * 1000,
          (end - pageStart) * 1000,
          bytes,
          status,
          cached ? "cached " : "",
          url);
    }
  }
}
