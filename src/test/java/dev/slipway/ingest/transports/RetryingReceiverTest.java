package dev.slipway.ingest.transports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ingest.Transport;
import dev.slipway.ingest.TransportHealth;
import dev.slipway.ingest.inbox.NotificationReceiver;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.HealthRegistry;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryingReceiverTest {
  private final Registry registry = new Registry();
  private final TransportHealth health = new TransportHealth(registry);
  private final UnavailableInbox inbox = new UnavailableInbox();
  private final RetryingReceiver receiver = new RetryingReceiver(inbox, health, new SecureRandom());

  @AfterEach
  void clearInterruption() {
    Thread.interrupted();
  }

  @Test
  void retriesUntilStored() throws Exception {
    health.register(Transport.KAFKA);
    inbox.failuresLeft = 2;

    assertThat(receiver.receive(new byte[] {1}, Transport.KAFKA)).isEqualTo(2);
    assertThat(receiver.receive(new byte[] {2}, Transport.KAFKA)).isZero();

    assertThat(inbox.stored).containsExactly(new byte[] {1}, new byte[] {2});
    assertThat(inbox.statuses).contains(HealthCheckResponse.Status.DOWN);
    assertThat(registry.check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
  }

  @Test
  void stopsWhenInterrupted() {
    inbox.failuresLeft = Integer.MAX_VALUE;
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> receiver.receive(new byte[] {1}, Transport.LISTEN))
        .isInstanceOf(InterruptedException.class);
    assertThat(inbox.stored).isEmpty();
  }

  /** An inbox whose database is unavailable for a number of attempts. */
  private final class UnavailableInbox extends NotificationReceiver {
    final List<byte[]> stored = new ArrayList<>();
    final List<HealthCheckResponse.Status> statuses = new ArrayList<>();
    int failuresLeft;

    UnavailableInbox() {
      super(null, null, null, null, null);
    }

    @Override
    public void receive(byte[] body, Transport transport) {
      if (registry.check != null) {
        statuses.add(registry.check.call().getStatus());
      }
      if (failuresLeft-- > 0) {
        throw new IllegalStateException(new SQLException("gone", "08006"));
      }
      stored.add(body);
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
