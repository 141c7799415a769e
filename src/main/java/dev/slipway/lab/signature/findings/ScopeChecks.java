package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.url.SignedUrl;
import java.util.ArrayList;
import java.util.List;

/** Whether the credential scope fits the date and the host of the URL. */
final class ScopeChecks {
  private static final int DATE_LENGTH = 8;

  private ScopeChecks() {}

  static List<Finding> check(SignedUrl url) {
    if (url.parameter("Credential").isEmpty()) {
      return List.of();
    }
    var findings = new ArrayList<Finding>();
    if (!url.credential().isComplete()) {
      findings.add(
          Finding.error(
              "scope-incomplete",
              "The credential must be the access key, day, region, service and %s, separated"
                      .formatted(url.scheme().terminator())
                  + " by slashes."));
      return findings;
    }
    checkDate(url, findings);
    checkRegion(url, findings);
    checkService(url, findings);
    return findings;
  }

  private static void checkDate(SignedUrl url, List<Finding> findings) {
    var date = url.parameter("Date").orElse("");
    var day = date.substring(0, Math.min(DATE_LENGTH, date.length()));
    if (!day.isEmpty() && !day.equals(url.credential().date())) {
      findings.add(
          Finding.error(
                  "scope-date-differs",
                  "The day in the credential scope is not that of %s. Both must be in UTC."
                      .formatted(url.scheme().parameter("Date")))
              .comparing(day, url.credential().date()));
    }
  }

  private static void checkRegion(SignedUrl url, List<Finding> findings) {
    var ofHost = url.address().region();
    if (url.scheme().hasRegionInScope()
        && ofHost != null
        && !ofHost.equals(url.credential().region())) {
      findings.add(
          Finding.error(
                  "region-differs",
                  "The host is in another region than the credential scope. Sign for the region of"
                      + " the bucket.")
              .comparing(ofHost, url.credential().region()));
    }
  }

  private static void checkService(SignedUrl url, List<Finding> findings) {
    var service = url.credential().service();
    if (!url.scheme().scopeServices().contains(service)) {
      findings.add(
          Finding.error(
                  "service-differs",
                  "The URL is signed for another service than an object store. The canonical"
                      + " request of other services has other rules.")
              .comparing(
                  url.scheme().scopeServices().stream().sorted().findFirst().get(), service));
    }
    if (!url.credential().terminator().equals(url.scheme().terminator())) {
      findings.add(
          Finding.error("scope-end-differs", "The credential scope ends with a wrong word.")
              .comparing(url.scheme().terminator(), url.credential().terminator()));
    }
  }
}
