package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Set;

/**
 * Checks that nobody can read an object without a signature, not even one that was uploaded with an
 * access control list in a header that is not signed. Otherwise an uploader could publish an object
 * for everyone and for ever, whatever its visibility. S3 and Google refuse vendor headers that are
 * not signed; MinIO ignores access control lists.
 */
@ApplicationScoped
class PublicAccessCheck extends StoreCheck {
  private static final Set<Integer> REFUSED = Set.of(400, 403);

  private final StoreConfig config;
  private final RawStoreClient client;
  private final TestObjects testObjects;

  PublicAccessCheck(StoreConfig config, RawStoreClient client, TestObjects testObjects) {
    this.config = config;
    this.client = client;
    this.testObjects = testObjects;
  }

  @Override
  public String name() {
    return "Access without a signature";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    try (var usual = testObjects.create();
        var published = testObjects.create()) {
      var put = client.send(usual.putRequest());
      if (!put.isSuccess()) {
        return StoreErrorExplanation.of(put, config.bucket(), "s3:PutObject");
      }
      if (usual.isReadableByEveryone()) {
        return CheckResult.broken(
            "Everyone can read the objects of the bucket %s without a signature, private videos too. Remove the policy or access control list that makes it public."
                .formatted(config.bucket()));
      }
      return examineAccessControlList(published);
    }
  }

  private CheckResult examineAccessControlList(TestObject testObject) throws IOException {
    var header = config.kind().header("acl");
    var put = client.sendWithUnsignedHeader(header, "public-read", testObject.putRequest());
    if (put.isSuccess()) {
      return testObject.isReadableByEveryone()
          ? CheckResult.broken(explainObeyed(header))
          : CheckResult.fine(
              "Nobody can read an object without a signature. The store ignores %s."
                  .formatted(header));
    }
    return REFUSED.contains(put.status())
        ? CheckResult.fine(
            "Nobody can read an object without a signature, and an upload URL can't change that.")
        : CheckResult.unknown(
            "The store answers %s to a header that is not signed, but 403 is expected."
                .formatted(put.summary()));
  }

  private static String explainObeyed(String header) {
    return "The store obeys %s although it is not signed: anyone who is allowed to upload can let everyone read the object without a signature. Disable access control lists for the bucket, deny s3:PutObject where s3:x-amz-acl or s3:x-amz-grant-read is set, or let a proxy refuse requests with these headers."
        .formatted(header);
  }
}
