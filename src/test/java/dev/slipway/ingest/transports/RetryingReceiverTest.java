package dev.slipway.ingest.transports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ingest.Backoff;
import dev.slipway.ingest.Transport;
import dev.slipway.ingest.TransportHealth;
import dev.slipway.ingest.inbox.NotificationReceiver;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.HealthRegistry;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryingReceiverTest {
  private final Registry registry = new Registry();
  private final TransportHealth health = new TransportHealth(registry);
  private final AwayInbox inbox = new AwayInbox();
  private final RetryingReceiver intake = new RetryingReceiver(inbox, health, new SecureRandom());

  @AfterEach
  void forgetTheInterruption() {
    Thread.interrupted();
  }

  @Test
  void retriesUntilStored() throws Exception {
    health.register(Transport.KAFKA);
    inbox.awayFor = 2;

    assertThat(intake.receive(new byte[] {1}, Transport.KAFKA)).isEqualTo(2);
    assertThat(intake.receive(new byte[] {2}, Transport.KAFKA)).isZero();

    assertThat(inbox.taken).containsExactly(new byte[] {1}, new byte[] {2});
    assertThat(inbox.seen).contains(HealthCheckResponse.Status.DOWN);
    assertThat(registry.check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
  }

  @Test
  void stopsWhenInterrupted() {
    inbox.awayFor = Integer.MAX_VALUE;
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> intake.receive(new byte[] {1}, Transport.LISTEN))
        .isInstanceOf(InterruptedException.class);
    assertThat(inbox.taken).isEmpty();
  }

  @Test
  void backoffGrowsUpToMaximum() {
    var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15), new Random(1));

    assertThat(backoff.delayAfter(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(backoff.delayAfter(3)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(backoff.delayAfter(1000)).isBetween(Duration.ofMillis(7500), Duration.ofSeconds(15));
  }

  /** An inbox whose database is away for so many tries. */
  private final class AwayInbox extends NotificationReceiver {
    final List<byte[]> taken = new ArrayList<>();
    final List<HealthCheckResponse.Status> seen = new ArrayList<>();
    int awayFor;

    AwayInbox() {
      super(null, null, null, null);
    }

    @Override
    public void receive(byte[] body, Transport transport) {
      if (registry.check != null) {
        seen.add(registry.check.call().getStatus());
      }
      if (awayFor-- > 0) {
        throw new IllegalStateException(new SQLException("gone", "08006"));
      }
      taken.add(body);
    }
  }

  private static final class Registry implements HealthRegistry {
    HealthCheck check;

    @Override
    public HealthRegistry register(String id, HealthCheck check) {
      this.check = check;
      return this;
    }

    @Override
    public HealthRegistry register(String id, AsyncHealthCheck check) {
      throw new UnsupportedOperationException();
    }

    @Override
    public HealthRegistry remove(String id) {
      throw new UnsupportedOperationException();
    }
  }
}
