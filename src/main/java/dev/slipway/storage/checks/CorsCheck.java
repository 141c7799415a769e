package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks that the store lets pages of the application's origin PUT files, read the ETag, and read
 * ranges of derived files, as players do.
 */
@ApplicationScoped
class CorsCheck extends StoreCheck {
  private static final String WILDCARD = "*";
  private static final String ALLOW_PREFIX = "Access-Control-Allow-";

  private final StoreConfig config;
  private final StoreRoutes routes;

  CorsCheck(StoreConfig config, StoreRoutes routes) {
    this.config = config;
    this.routes = routes;
  }

  @Override
  public String name() {
    return "CORS";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    if (pageOrigin == null && config.embedded()) {
      return CheckResult.fine("The embedded store allows pages of every origin.");
    }
    if (pageOrigin == null) {
      return CheckResult.unknown(
          "These checks ran at the start, when no page had asked for them, so the origin of pages"
              + " isn't known. An administrator can run them again on the page /admin/doctor with"
              + " the button “Run checks again”. Or set SLIPWAY_DOCTOR_ORIGIN.");
    }
    return routes.examine(
        (browser, testObject) -> preflightAndPut(browser, testObject, pageOrigin));
  }

  private CheckResult preflightAndPut(
      BrowserRequests browser, TestObject testObject, String pageOrigin) throws IOException {
    var preflight = browser.preflight(testObject, pageOrigin);
    var missing = findMissing(preflight, pageOrigin, "put", browser.headerNames(testObject));
    if (missing.isPresent()) {
      return CheckResult.broken(
          ("Browsers refuse to upload from %s, because the store does not allow %s. With MinIO set"
                  + " MINIO_API_CORS_ALLOW_ORIGIN; with other stores set the bucket's CORS rules to"
                  + " this origin, GET, HEAD, PUT and DELETE, and all headers.")
              .formatted(pageOrigin, missing.get()));
    }
    var put = browser.put(testObject, pageOrigin);
    if (!allows(values(put, ALLOW_PREFIX + "Origin"), lowerCase(pageOrigin))) {
      return CheckResult.broken(
          "The store allows the preflight request from %s, but not the PUT (it answers %s)."
              .formatted(pageOrigin, put.summary()));
    }
    var unreadable = findUnreadable(browser, testObject, pageOrigin);
    if (unreadable.isPresent()) {
      return CheckResult.broken(
          ("Pages of %s can't play renditions or show posters, because the store does not allow %s"
                  + " for the bucket %s. Set the same CORS rules as for the bucket of the videos,"
                  + " with the header Range.")
              .formatted(pageOrigin, unreadable.get(), config.derivedBucket()));
    }
    return allows(values(put, "Access-Control-Expose-Headers"), "etag")
        ? CheckResult.fine(
            "Pages of %s can upload with all signed headers, read the ETag, and play renditions."
                .formatted(pageOrigin))
        : CheckResult.weak(
            ("Pages of %s can upload, but can't read the ETag, which other upload clients need."
                    + " Expose the header ETag in the CORS rules.")
                .formatted(pageOrigin));
  }

  /** The first thing that keeps pages from reading ranges of derived files. */
  private Optional<String> findUnreadable(
      BrowserRequests browser, TestObject testObject, String pageOrigin) throws IOException {
    var path = "/" + config.derivedBucket() + "/" + testObject.key().value();
    var preflight = browser.preflightOfRange(testObject, path, pageOrigin);
    return findMissing(preflight, pageOrigin, "get", BrowserRequests.RANGE);
  }

  /** The first thing that the response to the preflight request does not allow. */
  private static Optional<String> findMissing(
      RawResponse response, String origin, String method, String headers) {
    if (!response.isSuccess()) {
      return Optional.of("the preflight request (it answers %s)".formatted(response.summary()));
    }
    if (!allows(values(response, ALLOW_PREFIX + "Origin"), lowerCase(origin))) {
      return Optional.of("the origin");
    }
    if (!allows(values(response, ALLOW_PREFIX + "Methods"), method)) {
      return Optional.of("the method " + method.toUpperCase(Locale.ROOT));
    }
    var allowed = values(response, ALLOW_PREFIX + "Headers");
    return Arrays.stream(headers.split(","))
        .filter(header -> !allows(allowed, header))
        .findFirst()
        .map(header -> "the header " + header);
  }

  private static boolean allows(List<String> values, String value) {
    return values.contains(WILDCARD) || values.contains(value);
  }

  private static List<String> values(RawResponse response, String header) {
    return Arrays.stream(String.join(",", response.headers().values(header)).split(","))
        .map(value -> lowerCase(value.strip()))
        .toList();
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
