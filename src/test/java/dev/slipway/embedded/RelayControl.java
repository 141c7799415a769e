package dev.slipway.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.StreamSupport;

/** Calls the control API of a relay. */
public final class RelayControl {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI url;
  private final String token;

  public RelayControl(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  public int start(String fault) throws Exception {
    return call("PUT", "/faults/" + fault).statusCode();
  }

  public int end(String fault) throws Exception {
    return call("DELETE", "/faults/" + fault).statusCode();
  }

  public JsonNode status() throws Exception {
    return JSON.readTree(call("GET", "/faults").body());
  }

  /** What the relay saw and did with an object, in order. */
  public List<String> actions(String key) throws Exception {
    return StreamSupport.stream(status().get("observations").spliterator(), false)
        .filter(observation -> observation.path("key").asText().equals(key))
        .map(observation -> observation.get("action").asText())
        .toList();
  }

  public HttpResponse<String> call(String method, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(url.resolve(path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.noBody())
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
