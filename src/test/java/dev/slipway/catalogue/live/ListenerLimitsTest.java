package dev.slipway.catalogue.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.EventStream;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.LowLimitsProfile;
import dev.slipway.testing.MetricsScrape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With few requests in progress at once, and responses that end soon. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
@TestProfile(LowLimitsProfile.class)
class ListenerLimitsTest {
  private static final String CHANGES = "/api/changes";

  private final ApiClient client = ApiClient.anonymous();

  @Test
  void listenersDontCountAsRequestsInProgressAndHaveALimitOfTheirOwn() {
    var streams = new ArrayList<EventStream>();
    try {
      for (var i = 0; i < LowLimitsProfile.LISTENERS_PER_ADDRESS; i++) {
        var stream = EventStream.open(client, CHANGES, null);
        streams.add(stream);
        assertThat(stream.next().id()).isNotNull();
      }
      assertThat(streams).hasSizeGreaterThan(LowLimitsProfile.REQUEST_LIMIT);

      client
          .request()
          .get(CHANGES)
          .then()
          .statusCode(429)
          .header("Retry-After", "30")
          .contentType("application/problem+json");
    } finally {
      streams.forEach(EventStream::close);
    }
    Eventually.holds("no listener is left", () -> listeners() == 0);
  }

  @Test
  void aResponseEndsSoThatTheClientHasToAuthenticateAgain() {
    try (var stream = EventStream.open(client, CHANGES, null)) {
      stream.next();
      stream.awaitEnd();
    }
  }

  private static double listeners() {
    return MetricsScrape.now().value("slipway_changes_listeners", Map.of());
  }
}
