package dev.slipway.lab.attacks;

import dev.slipway.lab.attacks.bench.Bench;
import dev.slipway.lab.attacks.bench.TestFile;
import dev.slipway.lab.attacks.bench.ThrowAwayUpload;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Requests with a URL as it was signed, but too late, too often, or by someone else. */
@ApplicationScoped
class UrlReuseAttacks implements AttackScript.Group {
  private static final Duration SHORTEST_LIFETIME = Duration.ofSeconds(1);
  private static final String FIRST_PUT = "PUT the file as signed";

  @Override
  public Map<Attack, AttackScript> scripts() {
    return Map.of(
        Attack.LATE, this::late,
        Attack.TWICE, this::twice,
        Attack.OTHER_METHOD, this::otherMethod,
        Attack.STOLEN_URL, this::stolenUrl);
  }

  private Observation late(Bench bench) throws IOException {
    var upload = bench.open(TestFile.video());
    var url = bench.signPut(upload, SHORTEST_LIFETIME);
    var isPast = bench.awaitStoreClock(url.expiresAt());
    return ChangedRequestAttacks.sendAndCheckNothingStored(
            bench, upload, "PUT with the expired URL", url.put(), Defence.SIGNATURE)
        .check(
            isPast,
            "By the store’s clock, the URL expired at %s, before the request."
                .formatted(url.expiresAt()),
            "The store’s clock shows no time after %s. Check it in the doctor."
                .formatted(url.expiresAt()));
  }

  private Observation twice(Bench bench) throws IOException {
    var upload = bench.open(TestFile.video());
    bench.send(FIRST_PUT, upload.put());
    var etag = etagOf(bench, upload);
    var second = bench.send("PUT it again with the same URL", upload.put());
    return checkObjectUnchanged(bench, upload, etag, Observation.of(second, Defence.PRECONDITION));
  }

  private Observation otherMethod(Bench bench) throws IOException {
    var upload = bench.open(TestFile.video());
    bench.send(FIRST_PUT, upload.put());
    var etag = etagOf(bench, upload);
    // Headers and body stay, so that only the method differs.
    var deletion = upload.put().withMethod("DELETE");
    var answer = bench.send("DELETE with the same URL", deletion);
    return checkObjectUnchanged(bench, upload, etag, Observation.of(answer, Defence.SIGNATURE))
        .differingIn(AttackDifference.method("PUT", "DELETE"));
  }

  private Observation stolenUrl(Bench bench) throws IOException {
    var upload = bench.open(TestFile.video());
    var stolen = upload.put().withUserAgent("Client-of-a-thief");
    var answer = bench.send("PUT by another client", stolen);
    return Observation.of(answer, Defence.ALLOWED)
        .check(
            bench.findObject(upload.key()).isPresent(),
            "The store has the object under the key of your upload.",
            "The store has no object, although it accepted the request.");
  }

  private static String etagOf(Bench bench, ThrowAwayUpload upload) {
    return bench.findObject(upload.key()).map(object -> object.etag()).orElse("");
  }

  private static Observation checkObjectUnchanged(
      Bench bench, ThrowAwayUpload upload, String etag, Observation observation) {
    return observation.check(
        !etag.isEmpty() && etagOf(bench, upload).equals(etag),
        "The object is still the one of the first request, with ETag %s.".formatted(etag),
        "The object of the first request is gone or changed.");
  }
}
