package dev.slipway.journey;

import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * A store that delivers a video in pieces, and with the first URL only the beginning of it, until
 * that URL expires. Otherwise a browser may have the whole video before anything happens to its
 * URL.
 */
final class PartialStoreResponses {
  private static final int PIECE = 128 * 1024;
  private static final int BEGINNING = 2 * PIECE;

  private final List<Route> held = new ArrayList<>();
  private boolean expired;
  private boolean renewed;

  private PartialStoreResponses() {}

  static PartialStoreResponses of(Journey journey) {
    var responses = new PartialStoreResponses();
    journey.context().route(url -> url.startsWith(journey.store() + "/"), responses::respond);
    journey.page().onRequest(responses::note);
    return responses;
  }

  /** From now on, the first URL that plays the video has expired. */
  void expireUrl() {
    expired = true;
    held.forEach(this::respond);
    held.clear();
  }

  /** In the same second, the next URL is the same as the first. */
  private void note(Request request) {
    renewed |= expired && request.url().endsWith("/urls");
  }

  private void respond(Route route) {
    var range = route.request().headers().get("range");
    try {
      if (expired && !renewed) {
        StoreError.EXPIRED.respondTo(route);
      } else if (range == null || !range.endsWith("-")) {
        route.resume();
      } else if (!renewed && startOf(range) >= BEGINNING) {
        held.add(route);
      } else {
        deliverPiece(route, startOf(range));
      }
    } catch (PlaywrightException cancelled) {
      // The browser no longer waits for it, or the test has ended.
    }
  }

  private static void deliverPiece(Route route, long start) {
    var headers = new HashMap<>(route.request().headers());
    headers.put("range", "bytes=%d-%d".formatted(start, start + PIECE - 1));
    var response = route.fetch(new Route.FetchOptions().setHeaders(headers));
    route.fulfill(new Route.FulfillOptions().setResponse(response));
  }

  private static long startOf(String range) {
    return Long.parseLong(range.substring("bytes=".length(), range.length() - 1));
  }
}
