package dev.slipway.lab.attacks;

import dev.slipway.lab.attacks.bench.Bench;
import dev.slipway.lab.attacks.bench.TestFile;
import dev.slipway.lab.attacks.bench.ThrowAwayPart;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;

/**
 * Clients that claim what is not true: that a file has arrived, is the same one, is small, or is
 * new.
 */
@ApplicationScoped
class FalseClaimAttacks implements AttackScript.Group {
  private static final int BAD_REQUEST = 400;

  private final SecureRandom random;

  FalseClaimAttacks(SecureRandom random) {
    this.random = random;
  }

  @Override
  public Map<Attack, AttackScript> scripts() {
    return Map.of(
        Attack.FALSE_COMPLETION, this::falseCompletion,
        Attack.MISSING_PART, this::missingPart,
        Attack.OTHER_FILE_ON_RESUME, this::otherFileOnResume,
        Attack.OVER_QUOTA, this::overQuota,
        Attack.REPEATED_REQUEST, this::repeatedRequest);
  }

  private Observation falseCompletion(Bench bench) {
    var upload = bench.open(TestFile.video());
    var observation = Observation.of(bench.complete(upload.id()), Defence.APPLICATION);
    return withoutVideo(bench, upload.key(), observation);
  }

  private Observation missingPart(Bench bench) throws IOException {
    var part = bench.openPart(TestFile.video());
    bench.send("PUT the last part as signed", part.put());
    var observation = Observation.of(bench.complete(part.id()), Defence.APPLICATION);
    return withoutVideo(bench, part.key(), withOnePart(bench, part, observation));
  }

  private Observation otherFileOnResume(Bench bench) throws IOException {
    bench.requireChecksums();
    var part = bench.openPart(TestFile.video());
    bench.send("PUT the last part as signed", part.put());
    var other = part.put().body().clone();
    other[other.length - 1]++;
    var observation = Observation.of(bench.signPart(part, other), Defence.APPLICATION);
    return withOnePart(bench, part, observation)
        .differingIn(AttackDifference.body(Sha256.base64(part.put().body()), Sha256.base64(other)));
  }

  private Observation overQuota(Bench bench) {
    var before = bench.usedQuota();
    var answer = bench.openTooLarge();
    var after = bench.usedQuota();
    return Observation.of(answer, Defence.APPLICATION)
        .check(
            before == after,
            "Nothing is reserved: your account uses %,d bytes, as before.".formatted(after),
            "Your account uses %,d bytes now, and %,d before.".formatted(after, before));
  }

  private Observation repeatedRequest(Bench bench) {
    var key = "lab-" + RandomId.random(random).value();
    var file = TestFile.video();
    var before = bench.usedQuota();
    var first = bench.openWithKey("Open the upload", file, key);
    var once = bench.usedQuota();
    var repeated = bench.openWithKey("Send the same request again", file, key);
    var twice = bench.usedQuota();
    var other = Arrays.copyOf(file, file.length + 1);
    var reused = bench.openWithKey("Use the key for another file", other, key).answer();
    return Observation.of(repeated.answer(), Defence.APPLICATION)
        .check(
            repeated.isSameUploadAs(first),
            "The repetition returned the same upload.",
            "The repetition opened another upload.")
        .check(
            once - before == file.length && twice == once,
            "Quota is reserved once: %,d bytes.".formatted(file.length),
            "Your account used %,d bytes before, %,d after the first request and %,d after the second."
                .formatted(before, once, twice))
        .check(
            reused.status() == BAD_REQUEST,
            "The same key for another file is refused with %s.".formatted(reused.summary()),
            "The same key for another file got %s.".formatted(reused.summary()));
  }

  private static Observation withOnePart(Bench bench, ThrowAwayPart part, Observation observation) {
    var parts = bench.countParts(part);
    return observation.check(
        parts.isPresent() && parts.getAsInt() == 1,
        "The store holds the part that was sent, part %d.".formatted(part.number()),
        "The store does not hold the part that was sent.");
  }

  private static Observation withoutVideo(Bench bench, ObjectKey key, Observation observation) {
    return observation
        .check(
            bench.findObject(key).isEmpty(),
            "The store has no object under the key.",
            "The store has an object under the key.")
        .check(
            bench.countRows(key) == 0,
            "The catalogue has no row about the key.",
            "The catalogue has a row about the key.");
  }
}
