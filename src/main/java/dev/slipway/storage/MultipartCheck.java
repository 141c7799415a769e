package dev.slipway.storage;

import dev.slipway.web.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether the key may begin an upload in parts, see what arrived, and throw it away. */
@ApplicationScoped
class MultipartCheck extends StoreCheck {
  private static final Pattern UPLOAD_ID = Pattern.compile("<UploadId>([^<]+)</UploadId>");

  private final StoreConfig config;
  private final Prober prober;
  private final Probes probes;

  MultipartCheck(StoreConfig config, Prober prober, Probes probes) {
    this.config = config;
    this.prober = prober;
    this.probes = probes;
  }

  @Override
  public String name() {
    return "Uploads in parts";
  }

  @Override
  Finding examine(String pageOrigin) throws IOException {
    var probe = probes.next();
    // Google takes no signed URL for it, and nobody else needs one: only the server begins uploads.
    var begun = prober.sendAuthorized(beginning(probe));
    var id = UPLOAD_ID.matcher(begun.text());
    if (!begun.isSuccess() || !id.find()) {
      return Refusal.of(begun, config.bucket(), "s3:PutObject");
    }
    var upload = Map.of("uploadId", id.group(1));
    var listed = prober.send(probe.request("GET").asking(upload));
    // Before the list is looked at: the upload is not to stay.
    var aborted = prober.send(probe.request("DELETE").asking(upload));
    if (!listed.isSuccess()) {
      return Refusal.of(listed, config.bucket(), "s3:ListMultipartUploadParts");
    }
    return aborted.isSuccess()
        ? Finding.fine("They can be begun, listed and thrown away.")
        : Refusal.of(aborted, config.bucket(), "s3:AbortMultipartUpload");
  }

  private static ProbeRequest beginning(ProbeObject probe) {
    return probe.request("POST").asking(Map.of("uploads", "")).carrying(new byte[0]);
  }
}
