package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Set;

/**
 * Whether a URL to PUT to copies another object when a header asks for that which its signature
 * does not name. Then whoever may upload can take any object that our key may read, if they know
 * its name. S3 and Google refuse headers of their own that are not signed; MinIO and its
 * descendants did not before pgsty/silo of 16 September 2026.
 *
 * @see <a href="https://silo.pgsty.com/about/security-advisories/">SN-2026-011</a>
 */
@ApplicationScoped
public class UnsignedCopyCheck extends StoreCheck {
  private static final byte[] OWN_BYTES = new byte[1];
  private static final Set<Integer> REFUSED = Set.of(400, 403);

  private final StoreConfig config;
  private final RawStoreClient prober;
  private final TestObjects probes;

  public UnsignedCopyCheck(StoreConfig config, RawStoreClient prober, TestObjects probes) {
    this.config = config;
    this.prober = prober;
    this.probes = probes;
  }

  @Override
  public String name() {
    return "Copies by a signed URL";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    try (var other = probes.create();
        var own = probes.create()) {
      var put = prober.send(other.putRequest());
      if (!put.isSuccess()) {
        return StoreErrorExplanation.of(put, config.bucket(), "s3:PutObject");
      }
      var copy =
          prober.sendWithUnsignedHeader(
              config.kind().header("copy-source"),
              other.path(),
              own.request("PUT").withBody(OWN_BYTES));
      if (own.hasTestContent()) {
        return CheckResult.broken(
            "A URL to PUT to copies another object, by a header that is not signed: whoever may"
                + " upload can take every object that the key may read. Deny s3:PutObject where"
                + " s3:x-amz-copy-source is set, as deploy/store/policy.json does, or change to a"
                + " release that refuses it, such as pgsty/silo of 16 September 2026.");
      }
      return REFUSED.contains(copy.status())
          ? CheckResult.fine("A URL to PUT to can't be made to copy another object.")
          : CheckResult.unknown(
              "The store answers %s to a header that is not signed, where 403 is expected."
                  .formatted(copy.summary()));
    }
  }
}
