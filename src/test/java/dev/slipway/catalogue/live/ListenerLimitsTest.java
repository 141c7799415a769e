package dev.slipway.catalogue.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.EventStream;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.LowLimitsProfile;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.web.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  @Asvs("2.4.1")
  void aFewAddressesLeaveRoomToOthers() {
    var limits = new ListenerLimits(new Limits(), new SimpleMeterRegistry(), Clock.systemUTC());
    for (var i = 0; i < 4; i++) {
      limits.requireRoom("a");
      limits.add("a");
    }
    assertRefused(limits, "a");
    for (var address : List.of("b", "b", "c", "c")) {
      limits.requireRoom(address);
      limits.add(address);
    }

    assertRefused(limits, "b");
    assertRefused(limits, "c");
    limits.requireRoom("d");
    limits.remove("a");
    limits.remove("a");
    limits.requireRoom("b");
  }

  private static void assertRefused(ListenerLimits limits, String address) {
    assertThatThrownBy(() -> limits.requireRoom(address))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Your network address has too many clients");
  }

  private static double listeners() {
    return MetricsScrape.now().value("slipway_changes_listeners", Map.of());
  }

  /** Ten listeners, four of one address. */
  private static final class Limits implements LiveConfig {
    @Override
    public Duration keep() {
      return Duration.ofHours(1);
    }

    @Override
    public Duration response() {
      return Duration.ofMinutes(1);
    }

    @Override
    public Duration stalled() {
      return Duration.ofMinutes(1);
    }

    @Override
    public int listeners() {
      return 10;
    }

    @Override
    public int listenersPerAddress() {
      return 4;
    }
  }
}
