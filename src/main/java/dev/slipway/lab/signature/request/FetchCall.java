package dev.slipway.lab.signature.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a call of fetch, as browsers copy it: its arguments are JSON. */
final class FetchCall {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FetchCall() {}

  static Optional<SentRequest> parse(String text) {
    var start = text.indexOf("fetch(");
    var end = text.lastIndexOf(')');
    if (start < 0 || start > "await ".length() || end < start) {
      return Optional.empty();
    }
    try {
      var arguments = JSON.readTree("[" + text.substring(start + "fetch(".length(), end) + "]");
      return arguments.path(0).isTextual() ? Optional.of(of(arguments)) : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  private static SentRequest of(JsonNode arguments) {
    var options = arguments.path(1);
    var headers = new SentRequest.Headers();
    options
        .path("headers")
        .properties()
        .forEach(header -> headers.add(header.getKey(), header.getValue().asText()));
    var body = options.path("body");
    return new SentRequest(
        SentRequest.Kind.FETCH,
        options.path("method").asText("GET").toUpperCase(Locale.ROOT),
        arguments.path(0).asText(),
        headers.values(),
        body.isTextual()
            ? Set.of("host", "user-agent", "accept", "content-length", "content-type")
            : Set.of("host", "user-agent", "accept", "content-length"));
  }
}
