package dev.slipway.storage.checks;

import dev.slipway.doctor.CheckResult;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawStoreClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether the key may begin an upload in parts, see what arrived, and throw it away. */
@ApplicationScoped
public class MultipartCheck extends StoreCheck {
  private static final Pattern UPLOAD_ID = Pattern.compile("<UploadId>([^<]+)</UploadId>");

  private final StoreConfig config;
  private final RawStoreClient prober;
  private final TestObjects probes;

  public MultipartCheck(StoreConfig config, RawStoreClient prober, TestObjects probes) {
    this.config = config;
    this.prober = prober;
    this.probes = probes;
  }

  @Override
  public String name() {
    return "Uploads in parts";
  }

  @Override
  CheckResult examine(String pageOrigin) throws IOException {
    var probe = probes.create();
    // Google takes no signed URL for it, and nobody else needs one: only the server begins uploads.
    var begun = prober.sendWithAuthorizationHeader(beginning(probe));
    var id = UPLOAD_ID.matcher(begun.body());
    if (!begun.isSuccess() || !id.find()) {
      return StoreErrorExplanation.of(begun, config.bucket(), "s3:PutObject");
    }
    var upload = Map.of("uploadId", id.group(1));
    var listed = prober.send(probe.request("GET").withQuery(upload));
    // Before the list is looked at: the upload is not to stay.
    var aborted = prober.send(probe.request("DELETE").withQuery(upload));
    if (!listed.isSuccess()) {
      return StoreErrorExplanation.of(listed, config.bucket(), "s3:ListMultipartUploadParts");
    }
    return aborted.isSuccess()
        ? CheckResult.fine("They can be begun, listed and thrown away.")
        : StoreErrorExplanation.of(aborted, config.bucket(), "s3:AbortMultipartUpload");
  }

  private static RawRequest beginning(TestObject probe) {
    return probe.request("POST").withQuery(Map.of("uploads", "")).withBody(new byte[0]);
  }
}
