package dev.slipway.lab.comparison.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** Sends a file with one pre-signed PUT. */
final class PutFileClient implements FileClient {
  private final ApplicationClient application;
  private final StoreClient store;
  private final ClientFile file;
  private final String name;
  private JsonNode upload;

  PutFileClient(ApplicationClient application, StoreClient store, ClientFile file, String name) {
    this.application = application;
    this.store = store;
    this.file = file;
    this.name = name;
  }

  @Override
  public void send(SentBytes sent) throws IOException {
    upload =
        application.call(
            "POST",
            "/api/uploads",
            Map.of(
                "fileName",
                name,
                "contentType",
                ClientFile.TYPE,
                "size",
                file.size(),
                "checksumSha256",
                file.checksumSha256()),
            sent);
    if (!upload.has("put")) {
      throw new FailedRequestException("This installation sends a file of this size in parts only");
    }
    putAndComplete(sent);
  }

  /** The store keeps nothing of a PUT that was cut. The URL is still valid. */
  @Override
  public void resume(SentBytes sent) throws IOException {
    putAndComplete(sent);
  }

  private void putAndComplete(SentBytes sent) throws IOException {
    store.put(upload.path("put"), file, 0, file.size(), sent);
    application.call(
        "PUT", "/api/uploads/" + upload.path("id").asText() + "/completion", Map.of(), sent);
  }
}
