package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.client.RawResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether the store lets pages of our origin put, and tells them the ETag. */
@ApplicationScoped
public class CorsCheck extends StoreCheck {
  private static final String ANY = "*";
  private static final String ALLOWED = "Access-Control-Allow-";

  private final BrowserRequests browser;
  private final TestObjects probes;

  public CorsCheck(BrowserRequests browser, TestObjects probes) {
    this.browser = browser;
    this.probes = probes;
  }

  @Override
  public String name() {
    return "Pages may use the store (CORS)";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    if (pageOrigin == null) {
      return CheckResult.unknown(
          "Where pages come from is not known yet. Examine again on the page /admin/doctor, or set"
              + " SLIPWAY_DOCTOR_ORIGIN.");
    }
    try (var probe = probes.create()) {
      return examine(probe, pageOrigin);
    }
  }

  private CheckResult examine(TestObject probe, String origin) throws IOException {
    var preflight = browser.preflight(probe, origin);
    var missing = missing(preflight, origin, browser.headerNames(probe));
    if (missing.isPresent()) {
      return CheckResult.broken(
          ("Browsers refuse to put from %s: the store does not allow %s. At MinIO set"
                  + " MINIO_API_CORS_ALLOW_ORIGIN, elsewhere the bucket's CORS rules: that origin,"
                  + " GET, HEAD and PUT, all headers.")
              .formatted(origin, missing.get()));
    }
    var put = browser.put(probe, origin);
    if (!allows(values(put, ALLOWED + "Origin"), lower(origin))) {
      return CheckResult.broken(
          "The store allows the preflight from %s, but not the PUT behind it (it answers %s)."
              .formatted(origin, put.summary()));
    }
    return allows(values(put, "Access-Control-Expose-Headers"), "etag")
        ? CheckResult.fine(
            "Pages of %s may put, with all our headers, and see the ETag.".formatted(origin))
        : CheckResult.weak(
            ("Pages of %s may put, but do not see the ETag, which clients other than ours rely on."
                    + " Expose the header ETag in the CORS rules.")
                .formatted(origin));
  }

  /** What the preflight's answer lacks. */
  private static Optional<String> missing(RawResponse answer, String origin, String headers) {
    if (!answer.isSuccess()) {
      return Optional.of("the preflight (it answers %s)".formatted(answer.summary()));
    }
    if (!allows(values(answer, ALLOWED + "Origin"), lower(origin))) {
      return Optional.of("the origin");
    }
    if (!allows(values(answer, ALLOWED + "Methods"), "put")) {
      return Optional.of("the method PUT");
    }
    var allowed = values(answer, ALLOWED + "Headers");
    return Arrays.stream(headers.split(","))
        .filter(header -> !allows(allowed, header))
        .findFirst()
        .map(header -> "the header " + header);
  }

  private static boolean allows(List<String> values, String value) {
    return values.contains(ANY) || values.contains(value);
  }

  private static List<String> values(RawResponse answer, String header) {
    return Arrays.stream(String.join(",", answer.headers().values(header)).split(","))
        .map(value -> lower(value.strip()))
        .toList();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
