package dev.slipway.lab.attacks;

import dev.slipway.lab.attacks.bench.Bench;
import dev.slipway.lab.attacks.bench.StoreRequest;
import dev.slipway.lab.attacks.bench.TestFile;
import dev.slipway.lab.attacks.bench.ThrowAwayUpload;
import dev.slipway.storage.Sha256;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreKind;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Requests that differ from the signed one in a header or in the body. */
@ApplicationScoped
class ChangedRequestAttacks implements AttackScript.Group {
  private static final String CHANGED = "PUT the changed request";
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String OTHER_TYPE = "text/html";
  private static final String OTHER_OWNER = "another-account";
  private static final String CONTENT_ENCODING = "Content-Encoding";
  private static final String FALSE_ENCODING = "gzip";
  private static final String ACL = "acl";
  private static final int NOT_FOUND = 404;

  private final StoreKind kind;

  ChangedRequestAttacks(StoreConfig config) {
    this.kind = config.kind();
  }

  @Override
  public Map<Attack, AttackScript> scripts() {
    return Map.of(
        Attack.OTHER_TYPE, this::otherType,
        Attack.OTHER_LENGTH, this::otherLength,
        Attack.OTHER_BYTES, this::otherBytes,
        Attack.HEADER_REMOVED, this::headerRemoved,
        Attack.UNSIGNED_HEADER_ADDED, this::unsignedHeaderAdded,
        Attack.FALSE_ENCODING, this::falseEncoding);
  }

  /** Sends a changed request, and looks whether the store has an object afterwards. */
  static Observation sendAndCheckNothingStored(
      Bench bench, ThrowAwayUpload upload, StoreRequest changed) throws IOException {
    return sendAndCheckNothingStored(bench, upload, CHANGED, changed, Defence.SIGNATURE);
  }

  static Observation sendAndCheckNothingStored(
      Bench bench, ThrowAwayUpload upload, String title, StoreRequest request, Defence defence)
      throws IOException {
    var observation =
        Observation.of(bench.send(title, request), defence)
            .check(
                bench.findObject(upload.key()).isEmpty(),
                "After the attack the store has no object under the key.",
                "After the attack the store has an object under the key.");
    return sendUnchanged(bench, upload.put(), observation);
  }

  /** Shows that a request was refused for its change, and not for another reason. */
  static Observation sendUnchanged(Bench bench, StoreRequest permitted, Observation observation)
      throws IOException {
    if (observation.outcome() == RequestOutcome.ALLOWED) {
      return observation;
    }
    var answer = bench.send("PUT the request as signed", permitted);
    return observation.check(
        answer.isSuccess(),
        "The request as signed is accepted, so only the change was refused.",
        "The request as signed is refused too, with %s, so the refusal proves nothing."
            .formatted(answer.summary()));
  }

  private Observation otherType(Bench bench) throws IOException {
    var upload = bench.open(TestFile.video());
    var signed = upload.put().header(CONTENT_TYPE);
    return sendAndCheckNothingStored(
            bench, upload, upload.put().withHeader(CONTENT_TYPE, OTHER_TYPE))
        .differingIn(AttackDifference.header(CONTENT_TYPE, signed, OTHER_TYPE));
  }

  private Observation otherLength(Bench bench) throws IOException {
    // With a signed checksum, that would refuse the longer body too.
    var upload = bench.withoutChecksum(bench.open(TestFile.video()));
    var content = upload.put().body();
    var longer = Arrays.copyOf(content, content.length + 1);
    return sendAndCheckNothingStored(bench, upload, upload.put().withBody(longer))
        .differingIn(
            AttackDifference.header(
                "Content-Length",
                Integer.toString(content.length),
                Integer.toString(longer.length)));
  }

  private Observation otherBytes(Bench bench) throws IOException {
    var upload = bench.open(TestFile.video());
    var other = upload.put().body().clone();
    other[other.length - 1]++;
    var difference = AttackDifference.body(sha256(upload.put().body()), sha256(other));
    if (kind.checksumHeader().isPresent()) {
      return sendAndCheckNothingStored(
              bench, upload, CHANGED, upload.put().withBody(other), Defence.CHECKSUM)
          .differingIn(difference);
    }
    var answer = bench.send("PUT the changed request", upload.put().withBody(other));
    return Observation.of(answer, Defence.CHECKSUM)
        .differingIn(difference)
        .expecting(
            new Observation.Expectation(
                RequestOutcome.ALLOWED,
                Defence.ALLOWED,
                "Google’s store verifies no SHA-256, so it accepts other bytes of the same length. Key,"
                    + " type, length and single use are still signed."));
  }

  private Observation headerRemoved(Bench bench) throws IOException {
    var upload = bench.open(TestFile.video());
    var condition = kind.createOnlyHeader();
    return sendAndCheckNothingStored(bench, upload, upload.put().withoutHeader(condition.getKey()))
        .differingIn(AttackDifference.header(condition.getKey(), condition.getValue(), null));
  }

  private Observation unsignedHeaderAdded(Bench bench) throws IOException {
    var isPublic = canMakePublic(bench);
    var upload = bench.open(TestFile.video());
    var name = kind.metadataHeader("lab-owner");
    return sendAndCheckNothingStored(
            bench, upload, CHANGED, upload.put().withHeader(name, OTHER_OWNER), Defence.POLICY)
        .differingIn(AttackDifference.header(name, null, OTHER_OWNER))
        .check(
            !isPublic,
            "After a PUT with an unsigned %s, nobody can read the file without a signature."
                .formatted(kind.header(ACL)),
            "The store obeys an unsigned %s: anyone can read the file without a signature."
                .formatted(kind.header(ACL)));
  }

  /** Asks the store to let everyone read the file. It may ignore that, or refuse the request. */
  private boolean canMakePublic(Bench bench) throws IOException {
    var put = bench.open(TestFile.video()).put();
    var changed = put.withHeader(kind.header(ACL), "public-read");
    RequestOutcome.of(bench.send("PUT a file that everyone may read", changed), Defence.POLICY);
    var answer = bench.send("GET it without a signature", put.toUnsignedGet());
    return answer.status() != NOT_FOUND
        && RequestOutcome.of(answer, Defence.POLICY) == RequestOutcome.ALLOWED;
  }

  private Observation falseEncoding(Bench bench) throws IOException {
    if (kind.responseHeaderOverrides().isEmpty()) {
      throw new ProblemException(
          ErrorCode.ATTACK_NOT_APPLICABLE,
          "This store has no parameters that replace the headers of a response, so it returns the"
              + " encoding that was sent.");
    }
    var upload = bench.open(TestFile.video());
    var changed =
        upload
            .put()
            .withHeader(CONTENT_ENCODING, FALSE_ENCODING)
            .withHeader("Cache-Control", "public, max-age=31536000");
    var answer = bench.send(CHANGED, changed);
    bench.complete(upload.id());
    var played =
        bench.send("GET the video with the URL that plays it", bench.requestPlayUrl(upload));
    var encoding = played.headers().get(CONTENT_ENCODING.toLowerCase(Locale.ROOT));
    return Observation.of(answer, Defence.APPLICATION)
        .differingIn(AttackDifference.header(CONTENT_ENCODING, null, FALSE_ENCODING))
        .check(
            played.isSuccess() && !FALSE_ENCODING.equals(encoding),
            "A player receives the file without the false encoding.",
            "A player receives the file with Content-Encoding: %s, and can’t decode it."
                .formatted(encoding));
  }

  private static String sha256(byte[] bytes) {
    return "SHA-256 " + Sha256.base64(bytes);
  }
}
