package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Set;

/**
 * Checks that an upload URL can't copy another object through a header that is not signed.
 * Otherwise anyone who is allowed to upload could copy any object that the access key can read, if
 * they know its key. S3 and Google refuse vendor headers that are not signed; MinIO and its forks
 * accept them; pgsty/silo refuses them since its release of 16 September 2026.
 *
 * @see <a href="https://silo.pgsty.com/about/security-advisories/">SN-2026-011</a>
 */
@ApplicationScoped
class UnsignedCopyCheck extends StoreCheck {
  private static final byte[] OWN_CONTENT = new byte[1];
  private static final Set<Integer> REFUSED = Set.of(400, 403);

  private final StoreConfig config;
  private final RawStoreClient client;
  private final TestObjects testObjects;

  UnsignedCopyCheck(StoreConfig config, RawStoreClient client, TestObjects testObjects) {
    this.config = config;
    this.client = client;
    this.testObjects = testObjects;
  }

  @Override
  public String name() {
    return "Copies through upload URLs";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    try (var other = testObjects.create();
        var own = testObjects.create()) {
      var put = client.send(other.putRequest());
      if (!put.isSuccess()) {
        return StoreErrorExplanation.of(put, config.bucket(), "s3:PutObject");
      }
      var copy =
          client.sendWithUnsignedHeader(
              config.kind().header("copy-source"),
              other.path(),
              own.request("PUT").withBody(OWN_CONTENT));
      if (own.hasTestContent()) {
        return CheckResult.broken(
            "An upload URL can copy another object through a header that is not signed: anyone who"
                + " is allowed to upload can copy every object that the access key can read. Deny"
                + " s3:PutObject where s3:x-amz-copy-source is set, as deploy/store/policy.json"
                + " does, or change to a release that refuses it, such as pgsty/silo of 16"
                + " September 2026.");
      }
      return REFUSED.contains(copy.status())
          ? CheckResult.fine("An upload URL can't copy another object.")
          : CheckResult.unknown(
              "The store answers %s to a header that is not signed, but 403 is expected."
                  .formatted(copy.summary()));
    }
  }
}
