package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawResponse;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks that the access key has no more permissions than Slipway needs: anyone who obtains the key
 * has all of them, and a signed URL that is misused can do as much as the key allows. The check
 * only reads.
 */
@ApplicationScoped
class LeastPrivilegeCheck extends StoreCheck {
  private static final String REMEDY =
      " Create a user for the application that can only list, read, write and delete in its two"
          + " buckets, and set SLIPWAY_STORE_ACCESS_KEY to that user's key.";
  private static final Pattern BUCKET = Pattern.compile("<Bucket>.*?<Name>([^<]+)</Name>");
  private static final String NO_POLICY = "NoSuchBucketPolicy";

  /**
   * The error codes which show that the key can't read a policy: either it lacks the permission, or
   * the store doesn't support policies. Other codes say nothing about permissions.
   */
  private static final Set<String> DENIED_CODES =
      Set.of("AccessDenied", "MethodNotAllowed", "NotImplemented");

  /** MinIO's own admin API, which accepts only signatures in a header. */
  private static final String ADMIN_API_PATH = "/minio/admin/v3/info";

  private final StoreConfig config;
  private final RawStoreClient client;

  LeastPrivilegeCheck(StoreConfig config, RawStoreClient client) {
    this.config = config;
    this.client = client;
  }

  @Override
  public String name() {
    return "Least privilege";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    if (config.embedded()) {
      return CheckResult.fine("The embedded store has one key, which only this application has.");
    }
    var setting = readPrivilegedSetting();
    if (setting.isFromMinio() && hasAdminAccess()) {
      return CheckResult.weak("The access key can administer the store, as root can." + REMEDY);
    }
    if (setting.isSuccess() || NO_POLICY.equals(setting.errorCode())) {
      return CheckResult.weak(
          "The access key can read the bucket's %s."
                  .formatted(config.kind().privilegedBucketSetting())
              + REMEDY);
    }
    if (!DENIED_CODES.contains(setting.errorCode())) {
      return CheckResult.unknown(
          "The store answers %s. Make it accept the access key first."
              .formatted(setting.summary()));
    }
    if (seesOtherBuckets()) {
      return CheckResult.weak("The access key can list buckets of others." + REMEDY);
    }
    return CheckResult.fine(
        "The access key can't administer the store, read bucket settings, or list other buckets.");
  }

  private RawResponse readPrivilegedSetting() throws IOException {
    var path = "/" + config.bucket();
    var setting = Map.of(config.kind().privilegedBucketSetting(), "");
    return client.send(RawRequest.of("GET", path).withQuery(setting));
  }

  private boolean hasAdminAccess() throws IOException {
    return client.sendWithAuthorizationHeader(RawRequest.of("GET", ADMIN_API_PATH)).isSuccess();
  }

  /** MinIO lists only the buckets that the key can use, so its list need not be empty. */
  private boolean seesOtherBuckets() throws IOException {
    var ownBuckets = Set.of(config.bucket(), config.derivedBucket());
    var list = client.send(RawRequest.of("GET", "/"));
    return list.isSuccess()
        && BUCKET
            .matcher(list.body())
            .results()
            .anyMatch(bucket -> !ownBuckets.contains(bucket.group(1)));
  }
}
