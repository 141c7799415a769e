package dev.slipway.lab.choices;

import dev.slipway.lab.attacks.RequestOutcome;
import dev.slipway.lab.choices.TrialBench.TrialRequest;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoredObject;
import dev.slipway.storage.signing.PostPolicySigner;
import dev.slipway.storage.signing.PostPolicySigner.SignedPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Posts forms with a policy for one key and at most a few bytes. */
@ApplicationScoped
class PostPolicyTrial {
  private static final String TYPE = "text/plain";
  private static final String FILE = "sixteen bytes...";

  /** Of the same size as the first file, with another last byte. */
  private static final String OTHER_FILE = "sixteen bytes..!";

  /** Longer than the trial lasts, and too short to be worth stealing. */
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  private final PostPolicySigner signer;

  PostPolicyTrial(PostPolicySigner signer) {
    this.signer = signer;
  }

  /**
   * @throws IOException if the store does not answer
   */
  TrialResult run(TrialBench bench) throws IOException {
    var key = bench.newKey();
    var policy = signer.sign(key, TYPE, 1, FILE.length(), LIFETIME);
    if (bench.sendFirst("POST a file that the policy permits", form(policy, FILE)).isEmpty()) {
      return TrialResult.notSupported(
          Trial.POST_POLICY,
          policy.document(),
          bench.steps(),
          List.of(
              "This store answered %s. MinIO and Amazon S3 accept a form with a policy."
                  .formatted(bench.firstAnswer())));
    }
    var first = bench.find(key);
    bench.send(
        "POST another file with the same policy", RequestOutcome.ALLOWED, form(policy, OTHER_FILE));
    var second = bench.find(key);
    bench.send("POST one byte too many", RequestOutcome.REFUSED, form(policy, FILE + "."));
    bench.send(
        "POST to another key", RequestOutcome.REFUSED, form(withKey(policy, bench.newKey()), FILE));
    bench.send(
        "POST with a policy that permits more bytes, and the old signature",
        RequestOutcome.REFUSED,
        form(withMaxSize(policy, FILE.length() + 1), FILE));
    var facts = new ArrayList<String>();
    facts.add(
        ("The policy permits up to %d bytes. A pre-signed PUT can’t express a maximum: it signs one"
                + " exact length.")
            .formatted(FILE.length()));
    if (!first.map(StoredObject::etag).equals(second.map(StoredObject::etag))) {
      facts.add(
          "The second file has replaced the first: a policy can be used again until it expires.");
    }
    return TrialResult.of(Trial.POST_POLICY, policy.document(), bench.steps(), facts);
  }

  private static TrialRequest form(SignedPolicy policy, String file) {
    var body = FormData.of(policy.fields(), TYPE, file).body();
    var headers = TrialBench.headers(policy.url());
    headers.put("Content-Type", FormData.CONTENT_TYPE);
    headers.put("Content-Length", Integer.toString(body.length));
    var shown = Secrets.mask(body, policy.fields().get(PostPolicySigner.SIGNATURE_FIELD));
    return new TrialRequest("POST", policy.url(), headers, body, shown);
  }

  private static SignedPolicy withKey(SignedPolicy policy, ObjectKey other) {
    return withField(policy, "key", other.value());
  }

  private static SignedPolicy withMaxSize(SignedPolicy policy, int size) {
    var range = "\"content-length-range\",1,";
    var changed = policy.document().replace(range + FILE.length(), range + size);
    var encoded = Base64.getEncoder().encodeToString(changed.getBytes(StandardCharsets.UTF_8));
    return withField(policy, PostPolicySigner.POLICY_FIELD, encoded);
  }

  private static SignedPolicy withField(SignedPolicy policy, String name, String value) {
    Map<String, String> fields = new LinkedHashMap<>(policy.fields());
    fields.put(name, value);
    return new SignedPolicy(policy.url(), fields, policy.document());
  }
}
