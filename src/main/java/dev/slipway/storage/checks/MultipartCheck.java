package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks that the access key can create, list and abort a multipart upload. */
@ApplicationScoped
class MultipartCheck extends StoreCheck {
  private static final Pattern UPLOAD_ID = Pattern.compile("<UploadId>([^<]+)</UploadId>");

  private final StoreConfig config;
  private final RawStoreClient client;
  private final TestObjects testObjects;

  MultipartCheck(StoreConfig config, RawStoreClient client, TestObjects testObjects) {
    this.config = config;
    this.client = client;
    this.testObjects = testObjects;
  }

  @Override
  public String name() {
    return "Multipart uploads";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    var testObject = testObjects.create();
    // Google accepts no signed URL for this, and only the application creates multipart uploads.
    var create = client.sendWithAuthorizationHeader(createRequest(testObject));
    var uploadId = UPLOAD_ID.matcher(create.body());
    if (!uploadId.find()) {
      return StoreErrorExplanation.of(create, config.bucket(), "s3:PutObject");
    }
    var query = Map.of("uploadId", uploadId.group(1));
    var list = client.send(testObject.request("GET").withQuery(query));
    // Abort before looking at the list, so that the upload never stays in the store.
    var abort = client.send(testObject.request("DELETE").withQuery(query));
    if (!list.isSuccess()) {
      return StoreErrorExplanation.of(list, config.bucket(), "s3:ListMultipartUploadParts");
    }
    return abort.isSuccess()
        ? CheckResult.fine("The access key can create, list and abort multipart uploads.")
        : StoreErrorExplanation.of(abort, config.bucket(), "s3:AbortMultipartUpload");
  }

  private static RawRequest createRequest(TestObject testObject) {
    return testObject.request("POST").withQuery(Map.of("uploads", "")).withBody(new byte[0]);
  }
}
