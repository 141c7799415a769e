package dev.slipway.lab.faults;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls the control API of the relay. */
@ApplicationScoped
class RelayClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int OK = 200;
  private static final int UNKNOWN_FAULT = 404;

  private final RelayConfig config;
  private final ObjectMapper json;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          // The relay is in the application's own network.
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  RelayClient(RelayConfig config, ObjectMapper json) {
    this.config = config;
    this.json = json;
  }

  boolean isConfigured() {
    return config.url().isPresent();
  }

  /** The status with the observations after a number. */
  RelayStatus status(long after) {
    return call("GET", "/faults?after=" + after);
  }

  /** Starts a fault for a minute, which ends the one that is active. */
  RelayStatus start(Fault fault) {
    return call("PUT", "/faults/" + fault.kebabCase());
  }

  /** Ends a fault, if it is active. */
  RelayStatus end(Fault fault) {
    return call("DELETE", "/faults/" + fault.kebabCase());
  }

  private RelayStatus call(String method, String path) {
    var request =
        HttpRequest.newBuilder(address().resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + config.token().orElse(""))
            .method(method, BodyPublishers.noBody())
            .build();
    try {
      var response = client.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() == UNKNOWN_FAULT) {
        throw new ProblemException(
            ErrorCode.NOT_FOUND,
            "This relay can't cause this fault. GET /api/lab/faults lists those that it can.");
      }
      if (response.statusCode() != OK) {
        throw unavailable("responded with status " + response.statusCode());
      }
      // The relay may be of a later version.
      return json.readerFor(RelayStatus.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(response.body());
    } catch (IOException e) {
      throw unavailable("can't be reached");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("was not waited for");
    }
  }

  private URI address() {
    return config.url().orElseThrow();
  }

  private static ProblemException unavailable(String reason) {
    return new ProblemException(
        ErrorCode.RELAY_UNAVAILABLE,
        "The relay of the fault lab %s. Check SLIPWAY_LAB_RELAY_URL and its token."
            .formatted(reason));
  }
}
