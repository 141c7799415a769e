package dev.slipway.ingest;

import dev.slipway.web.ProcessRole;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The transports that {@code SLIPWAY_NOTIFICATIONS_TRANSPORT} names; none in a process that only
 * runs media jobs.
 */
@Startup
@ApplicationScoped
public class EnabledTransports {
  private final Set<Transport> enabled = EnumSet.noneOf(Transport.class);

  /**
   * @throws IllegalStateException if the setting contains an unknown transport
   */
  public EnabledTransports(NotificationsConfig config, ProcessRole role) {
    config.transport().forEach(value -> enabled.add(requireTransport(value)));
    if (role.isWorker()) {
      enabled.clear();
    }
  }

  public boolean includes(Transport transport) {
    return enabled.contains(transport);
  }

  /** Whether a transport is enabled that needs a notification target in the bucket's settings. */
  public boolean needBucketSubscription() {
    return enabled.stream().anyMatch(transport -> transport != Transport.LISTEN);
  }

  /** The names for messages, such as {@code webhook, kafka}. */
  public String formatNames() {
    return enabled.stream().map(Transport::value).collect(Collectors.joining(", "));
  }

  private static Transport requireTransport(String value) {
    return Transport.of(value)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "SLIPWAY_NOTIFICATIONS_TRANSPORT contains \"%s\". Use webhook, listen or kafka,"
                            .formatted(value)
                        + " or several of them separated by commas."));
  }
}
