package dev.slipway.storage;

import dev.slipway.web.Finding;
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
class RightsCheck extends StoreCheck {
  private static final String REMEDY =
      " Make a user for the application that may no more than list, read, write and delete in its"
          + " two buckets, and give its key in SLIPWAY_STORE_ACCESS_KEY.";
  private static final Pattern BUCKET = Pattern.compile("<Bucket>.*?<Name>([^<]+)</Name>");
  private static final String NO_POLICY = "NoSuchBucketPolicy";

  /**
   * May not, or nobody may since the store has no policies. What else is answered tells nothing.
   */
  private static final Set<String> MAY_NOT =
      Set.of("AccessDenied", "MethodNotAllowed", "NotImplemented");

  /** MinIO's own API for administrators, which takes only signatures in a header. */
  private static final String ADMIN = "/minio/admin/v3/info";

  private final StoreConfig config;
  private final Prober prober;

  RightsCheck(StoreConfig config, Prober prober) {
    this.config = config;
    this.prober = prober;
  }

  @Override
  public String name() {
    return "Rights beyond what is needed";
  }

  @Override
  Finding examine(String pageOrigin) throws IOException {
    if (config.embedded()) {
      return Finding.fine("The embedded store has one key, which only this application has.");
    }
    var setting = readProtectedSetting();
    if (setting.isFromMinio() && administers()) {
      return Finding.weak("The key administers the store, as root does." + REMEDY);
    }
    if (setting.isSuccess() || NO_POLICY.equals(setting.code())) {
      return Finding.weak(
          "The key may read the bucket's %s.".formatted(config.kind().protectedSetting()) + REMEDY);
    }
    if (!MAY_NOT.contains(setting.code())) {
      return Finding.unknown(
          "The store answers %s. First mend that it takes the key.".formatted(setting.summary()));
    }
    if (seesOtherBuckets()) {
      return Finding.weak("The key sees buckets that are not ours." + REMEDY);
    }
    return Finding.fine(
        "The key does not administer the store, read settings of buckets, or see other buckets.");
  }

  private ProbeAnswer readProtectedSetting() throws IOException {
    var path = "/" + config.bucket();
    var setting = Map.of(config.kind().protectedSetting(), "");
    return prober.send(ProbeRequest.of("GET", path).asking(setting));
  }

  private boolean administers() throws IOException {
    return prober.sendAuthorized(ProbeRequest.of("GET", ADMIN)).isSuccess();
  }

  /** MinIO lists to everybody those buckets that they may use. */
  private boolean seesOtherBuckets() throws IOException {
    var ours = Set.of(config.bucket(), config.derivedBucket());
    var listed = prober.send(ProbeRequest.of("GET", "/"));
    return listed.isSuccess()
        && BUCKET
            .matcher(listed.text())
            .results()
            .anyMatch(bucket -> !ours.contains(bucket.group(1)));
  }
}
