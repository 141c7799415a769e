package dev.slipway.lab.attacks;

import static dev.slipway.lab.attacks.ChangedRequestAttacks.sendAndCheckNothingStored;

import dev.slipway.lab.attacks.bench.Answer;
import dev.slipway.lab.attacks.bench.Bench;
import dev.slipway.lab.attacks.bench.TestFile;
import dev.slipway.lab.attacks.bench.ThrowAwayPart;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Requests whose URL differs from the signed one. */
@ApplicationScoped
class ChangedUrlAttacks implements AttackScript.Group {
  private static final Duration MAX_LIFETIME = Duration.ofDays(7);

  private final StoreKind kind;

  ChangedUrlAttacks(StoreConfig config) {
    this.kind = config.kind();
  }

  @Override
  public Map<Attack, AttackScript> scripts() {
    return Map.of(
        Attack.OTHER_KEY, this::otherKey,
        Attack.TAMPERED_SIGNATURE, this::tamperedSignature,
        Attack.TAMPERED_EXPIRY, this::tamperedExpiry,
        Attack.PART_NUMBER_SWAPPED, this::partNumberSwapped,
        Attack.PART_OF_ANOTHER_UPLOAD, this::partOfAnotherUpload);
  }

  private Observation otherKey(Bench bench) throws IOException {
    var upload = bench.open(TestFile.video());
    var other = bench.unusedKey();
    var changed = upload.put().replacingInUrl(upload.key().value(), other.value());
    return sendAndCheckNothingStored(bench, upload, changed)
        .differingIn(AttackDifference.path(upload.key().value(), other.value()))
        .check(
            bench.findObject(other).isEmpty(),
            "It has none under the other key either.",
            "It has an object under the other key.");
  }

  private Observation tamperedSignature(Bench bench) throws IOException {
    var upload = bench.open(TestFile.video());
    var name = kind.queryParameter("Signature");
    var signature = upload.put().parameter(name);
    var end = signature.length() - 1;
    var tampered = signature.substring(0, end) + (signature.charAt(end) == '0' ? '1' : '0');
    return sendAndCheckNothingStored(bench, upload, upload.put().withParameter(name, tampered))
        .differingIn(AttackDifference.parameter(name, signature, tampered));
  }

  private Observation tamperedExpiry(Bench bench) throws IOException {
    var upload = bench.open(TestFile.video());
    var name = kind.queryParameter("Expires");
    var lifetime = upload.put().parameter(name);
    var longest = Long.toString(MAX_LIFETIME.toSeconds());
    // Of a URL that lives as long as stores accept, another lifetime can only be shorter.
    var tampered = lifetime.equals(longest) ? Long.toString(MAX_LIFETIME.toSeconds() - 1) : longest;
    return sendAndCheckNothingStored(bench, upload, upload.put().withParameter(name, tampered))
        .differingIn(AttackDifference.parameter(name, lifetime, tampered));
  }

  private Observation partNumberSwapped(Bench bench) throws IOException {
    var part = bench.openPart(TestFile.video());
    var name = "partNumber";
    var answer = bench.send("PUT the part under number 1", part.put().withParameter(name, "1"));
    return checkNoParts(bench, answer, part, part)
        .differingIn(AttackDifference.parameter(name, Integer.toString(part.number()), "1"));
  }

  private Observation partOfAnotherUpload(Bench bench) throws IOException {
    var part = bench.openPart(TestFile.video());
    var target = bench.openPart(TestFile.video());
    var changed =
        part.put()
            .replacingInUrl(part.key().value(), target.key().value())
            .withParameter("uploadId", target.uploadId());
    var answer = bench.send("PUT the part to the other upload", changed);
    return checkNoParts(bench, answer, target, part)
        .differingIn(AttackDifference.path(part.key().value(), target.key().value()));
  }

  private static Observation checkNoParts(
      Bench bench, Answer answer, ThrowAwayPart target, ThrowAwayPart signed) throws IOException {
    var parts = bench.countParts(target);
    var observation =
        Observation.of(answer, Defence.SIGNATURE)
            .check(
                parts.isPresent() && parts.getAsInt() == 0,
                "The store holds no part of the attacked upload.",
                parts.isPresent()
                    ? "The store holds a part of the attacked upload."
                    : "The store no longer knows the attacked upload.");
    return ChangedRequestAttacks.sendUnchanged(bench, signed.put(), observation);
  }
}
