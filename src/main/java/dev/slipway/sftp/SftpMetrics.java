package dev.slipway.sftp;

import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Supplier;

/** Metrics of the SFTP server of this replica. All are 0 if there is none. */
@Startup
@ApplicationScoped
public class SftpMetrics {
  private final Map<Outcome, Counter> files;
  private final Map<Limit, Counter> refusals;
  private final Counter received;
  private volatile Supplier<Number> sessions = () -> 0;
  private volatile Supplier<Number> transfers = () -> 0;

  SftpMetrics(MeterRegistry registry) {
    files =
        Metrics.counters(
            registry,
            "slipway.sftp.files",
            "Files that clients wrote over SFTP, by outcome",
            "outcome",
            EnumSet.allOf(Outcome.class));
    refusals =
        Metrics.counters(
            registry,
            "slipway.sftp.refused",
            "Connections and files that were refused because of a limit",
            "limit",
            EnumSet.allOf(Limit.class));
    received =
        Counter.builder("slipway.sftp.received")
            .description("Bytes of files that clients sent over SFTP")
            .baseUnit("bytes")
            .register(registry);
    Metrics.gauge("slipway.sftp.sessions", "Connections over SFTP", () -> sessions.get())
        .register(registry);
    Metrics.gauge("slipway.sftp.transfers", "Files that are open over SFTP", () -> transfers.get())
        .register(registry);
  }

  /** How the transfer of a file ended; the lower-case name is the label. */
  public enum Outcome {
    /** The video is in the catalogue. */
    STORED,
    /** The file is in the catalogue, but it is no video. */
    REJECTED,
    /** The client can continue the file where the stored parts end. */
    INTERRUPTED,
    /** Nothing is left of the file. */
    REFUSED
  }

  /** What was exceeded; the lower-case name is the label. */
  public enum Limit {
    CONNECTIONS,
    SESSIONS,
    TRANSFERS
  }

  public void observeSessions(Supplier<Number> count) {
    sessions = count;
  }

  public void observeTransfers(Supplier<Number> count) {
    transfers = count;
  }

  public void recordFile(Outcome outcome) {
    files.get(outcome).increment();
  }

  public void recordRefusal(Limit limit) {
    refusals.get(limit).increment();
  }

  public void recordReceived(long bytes) {
    received.increment(bytes);
  }
}
