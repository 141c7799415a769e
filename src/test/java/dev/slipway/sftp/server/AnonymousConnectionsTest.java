package dev.slipway.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnonymousConnectionsTest {
  private static final int MAX = 200;
  private static final int PER_NETWORK = 10;

  @Test
  void limitsConnectionsOfOneNetwork() {
    var connections = new AnonymousConnections(MAX, PER_NETWORK, always(0));

    assertThat(countAccepted(connections, "192.0.2.1", MAX)).isEqualTo(PER_NETWORK);
    assertThat(connections.tryAcquire("192.0.2.2")).isTrue();
    connections.release("192.0.2.1");
    assertThat(connections.tryAcquire("192.0.2.1")).isTrue();
  }

  @Test
  void refusesAtRandomFromATenthOfTheMaximumOn() {
    var connections = new AnonymousConnections(MAX, PER_NETWORK, always(0.29));
    assertThat(countAccepted(connections, "192.0.2.1", 10)).isEqualTo(10);
    assertThat(countAccepted(connections, "192.0.2.2", 10)).isEqualTo(10);

    assertThat(connections.tryAcquire("192.0.2.3")).isFalse();
    connections.release("192.0.2.1");
    assertThat(connections.tryAcquire("192.0.2.3")).isTrue();
  }

  @Test
  void oneNetworkHasNobodyRefused() {
    for (var perNetwork : new int[] {25, MAX}) {
      var connections = new AnonymousConnections(MAX, perNetwork, always(0));
      countAccepted(connections, "192.0.2.1", MAX);

      assertThat(countAccepted(connections, "192.0.2.2", 25)).isEqualTo(25);
    }
  }

  @Test
  void aStrangerWithManyNetworksDoesNotKeepOthersOut() {
    var connections = new AnonymousConnections(MAX, PER_NETWORK, new Random(1));
    for (var network = 0; network < 1_000; network++) {
      countAccepted(connections, "198.51.100." + network, 1);
    }

    assertThat(countAccepted(connections, "192.0.2.1", 100)).isPositive();
  }

  @Test
  void neverExceedsTheMaximum() {
    var connections = new AnonymousConnections(MAX, PER_NETWORK, always(0.999_999));
    var few = new AnonymousConnections(5, PER_NETWORK, always(0.999_999));

    assertThat(countAcceptedFromAnywhere(connections)).isEqualTo(MAX);
    assertThat(countAcceptedFromAnywhere(few)).isEqualTo(5);
    assertThat(countAcceptedFromAnywhere(new AnonymousConnections(MAX, PER_NETWORK, new Random(1))))
        .isLessThanOrEqualTo(MAX);
  }

  private static long countAccepted(
      AnonymousConnections connections, String network, int attempts) {
    return IntStream.range(0, attempts).filter(attempt -> connections.tryAcquire(network)).count();
  }

  private static long countAcceptedFromAnywhere(AnonymousConnections connections) {
    return IntStream.range(0, 100_000)
        .filter(attempt -> connections.tryAcquire("network " + attempt))
        .count();
  }

  private static RandomGenerator always(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException();
      }

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }
}
