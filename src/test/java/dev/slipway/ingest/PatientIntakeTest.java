package dev.slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class PatientIntakeTest {
  private final Registry registry = new Registry();
  private final TransportHealth health = new TransportHealth(registry);
  private final AwayInbox inbox = new AwayInbox();
  private final PatientIntake intake = new PatientIntake(inbox, health, new SecureRandom());

  @AfterEach
  void forgetTheInterruption() {
    Thread.interrupted();
  }

  @Test
  void triesUntilTheInboxHasIt() throws Exception {
    health.watch(Transport.KAFKA);
    inbox.awayFor = 2;

    assertThat(intake.take(new byte[] {1}, Transport.KAFKA)).isEqualTo(2);
    assertThat(intake.take(new byte[] {2}, Transport.KAFKA)).isZero();

    assertThat(inbox.taken).containsExactly(new byte[] {1}, new byte[] {2});
    assertThat(inbox.seen).contains(HealthCheckResponse.Status.DOWN);
    assertThat(registry.check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
  }

  @Test
  void endsWhenItIsTold() {
    inbox.awayFor = Integer.MAX_VALUE;
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> intake.take(new byte[] {1}, Transport.LISTEN))
        .isInstanceOf(InterruptedException.class);
    assertThat(inbox.taken).isEmpty();
  }

  @Test
  void waitsLongerEachTimeButNotForEver() {
    var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15), new Random(1));

    assertThat(backoff.after(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(backoff.after(3)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(backoff.after(1000)).isBetween(Duration.ofMillis(7500), Duration.ofSeconds(15));
  }

  /** An inbox whose database is away for so many tries. */
  private final class AwayInbox extends Intake {
    final List<byte[]> taken = new ArrayList<>();
    final List<HealthCheckResponse.Status> seen = new ArrayList<>();
    int awayFor;

    AwayInbox() {
      super(null, null, null, null);
    }

    @Override
    void take(byte[] body, Transport transport) {
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
