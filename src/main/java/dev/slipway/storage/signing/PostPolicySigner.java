package dev.slipway.storage.signing;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import io.minio.PostPolicy;
import io.minio.credentials.StaticProvider;
import io.minio.errors.MinioException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Signs POST policies for uploads with an HTML form. Slipway's own uploads don't use them: a policy
 * can be used more than once, and binds no checksum here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html">
 *     POST policy</a>
 */
@ApplicationScoped
public class PostPolicySigner {
  /** The form field with the policy, in base64. */
  public static final String POLICY_FIELD = "policy";

  /** The form field with the signature of the policy, in hexadecimal. */
  public static final String SIGNATURE_FIELD = "x-amz-signature";

  private static final String KEY_FIELD = "key";
  private static final String TYPE_FIELD = "Content-Type";

  private final StoreConfig config;
  private final StoreOrigin origin;
  private final Clock clock;

  PostPolicySigner(StoreConfig config, StoreOrigin origin, Clock clock) {
    this.config = config;
    this.origin = origin;
    this.clock = clock;
  }

  /**
   * A signed policy.
   *
   * @param url to which a form posts
   * @param fields of the form that come before the file, in this order
   * @param document the policy in JSON
   */
  public record SignedPolicy(URI url, Map<String, String> fields, String document) {
    public SignedPolicy {
      fields = new LinkedHashMap<>(fields);
    }
  }

  /**
   * Signs a policy that permits files of one key, one type and a range of sizes.
   *
   * @param minSize in bytes
   * @param maxSize in bytes
   */
  public SignedPolicy sign(
      ObjectKey key, String contentType, long minSize, long maxSize, Duration lifetime) {
    try {
      var expiresAt = SignatureTime.expiry(clock.instant(), lifetime).atZone(ZoneOffset.UTC);
      var policy = new PostPolicy(config.bucket(), expiresAt);
      policy.addEqualsCondition(KEY_FIELD, key.value());
      policy.addEqualsCondition(TYPE_FIELD, contentType);
      policy.addContentLengthRangeCondition(minSize, maxSize);
      var credentials = new StaticProvider(config.accessKey(), config.secretKey(), null).fetch();
      var fields = new LinkedHashMap<String, String>();
      fields.put(KEY_FIELD, key.value());
      fields.put(TYPE_FIELD, contentType);
      fields.putAll(policy.formData(credentials, config.region()));
      return new SignedPolicy(
          URI.create(origin.origin() + "/" + config.bucket()), fields, decode(fields));
    } catch (MinioException e) {
      throw new IllegalStateException("The policy can't be signed", e);
    }
  }

  private static String decode(Map<String, String> fields) {
    return new String(Base64.getDecoder().decode(fields.get(POLICY_FIELD)), StandardCharsets.UTF_8);
  }
}
