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
 * Whether the key can do more than it must. Whoever gets hold of it can do that too, and URLs
 * signed with the key of an administrator are as good as that key allows. Only reading is tried.
 */
@ApplicationScoped
public class LeastPrivilegeCheck extends StoreCheck {
  private static final String REMEDY =
      " Make a user for the application that may no more than list, read, write and delete in its"
          + " two buckets, and give its key in SLIPWAY_STORE_ACCESS_KEY.";
  private static final Pattern BUCKET = Pattern.compile("<Bucket>.*?<Name>([^<]+)</Name>");
  private static final String NO_POLICY = "NoSuchBucketPolicy";

  /**
   * May not, or nobody may since the store has no policies. What else is answered tells nothing.
   */
  private static final Set<String> DENIED_CODES =
      Set.of("AccessDenied", "MethodNotAllowed", "NotImplemented");

  /** MinIO's own API for administrators, which takes only signatures in a header. */
  private static final String ADMIN_API_PATH = "/minio/admin/v3/info";

  private final StoreConfig config;
  private final RawStoreClient prober;

  public LeastPrivilegeCheck(StoreConfig config, RawStoreClient prober) {
    this.config = config;
    this.prober = prober;
  }

  @Override
  public String name() {
    return "Rights beyond what is needed";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    if (config.embedded()) {
      return CheckResult.fine("The embedded store has one key, which only this application has.");
    }
    var setting = readProtectedSetting();
    if (setting.isFromMinio() && administers()) {
      return CheckResult.weak("The key administers the store, as root does." + REMEDY);
    }
    if (setting.isSuccess() || NO_POLICY.equals(setting.errorCode())) {
      return CheckResult.weak(
          "The key may read the bucket's %s.".formatted(config.kind().privilegedBucketSetting())
              + REMEDY);
    }
    if (!DENIED_CODES.contains(setting.errorCode())) {
      return CheckResult.unknown(
          "The store answers %s. First mend that it takes the key.".formatted(setting.summary()));
    }
    if (seesOtherBuckets()) {
      return CheckResult.weak("The key sees buckets that are not ours." + REMEDY);
    }
    return CheckResult.fine(
        "The key does not administer the store, read settings of buckets, or see other buckets.");
  }

  private RawResponse readProtectedSetting() throws IOException {
    var path = "/" + config.bucket();
    var setting = Map.of(config.kind().privilegedBucketSetting(), "");
    return prober.send(RawRequest.of("GET", path).withQuery(setting));
  }

  private boolean administers() throws IOException {
    return prober.sendWithAuthorizationHeader(RawRequest.of("GET", ADMIN_API_PATH)).isSuccess();
  }

  /** MinIO lists to everybody those buckets that they may use. */
  private boolean seesOtherBuckets() throws IOException {
    var ours = Set.of(config.bucket(), config.derivedBucket());
    var listed = prober.send(RawRequest.of("GET", "/"));
    return listed.isSuccess()
        && BUCKET
            .matcher(listed.body())
            .results()
            .anyMatch(bucket -> !ours.contains(bucket.group(1)));
  }
}
