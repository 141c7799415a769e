package dev.slipway.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rights.SampleRequest.Concern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the file with the sample requests. */
final class SampleRequests {
  private static final Path FILE = Path.of("src/test/resources/rights/requests.txt");
  private static final int COLUMNS = 4;

  private SampleRequests() {}

  /**
   * Returns the requests in the order of the file.
   *
   * @throws AssertionError if an endpoint has none, or a request has no endpoint
   */
  static List<SampleRequest> load() {
    var endpoints =
        Endpoint.all().stream().collect(Collectors.toMap(Endpoint::name, endpoint -> endpoint));
    var samples = lines().stream().map(line -> parse(line, endpoints)).toList();
    assertThat(samples.stream().map(sample -> sample.endpoint().name()).distinct())
        .as("endpoints with a sample request: add a line to %s for a new one", FILE)
        .containsAll(endpoints.keySet());
    return samples;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(FILE).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SampleRequest parse(String line, Map<String, Endpoint> endpoints) {
    var columns = line.split("\\|", COLUMNS);
    assertThat(columns).as("the columns of the line: %s", line).hasSize(COLUMNS);
    var name = columns[0].strip();
    assertThat(endpoints)
        .as("the endpoints: remove the line of %s from %s if it is gone", name, FILE)
        .containsKey(name);
    return new SampleRequest(
        endpoints.get(name),
        Concern.parse(columns[1].strip()),
        options(columns[2].strip()),
        columns[3].strip());
  }

  private static Map<String, String> options(String text) {
    return Arrays.stream(text.split(" +"))
        .filter(option -> !option.isEmpty())
        .map(option -> option.split("=", 2))
        .collect(Collectors.toMap(option -> option[0], option -> option[1]));
  }
}
