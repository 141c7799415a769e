package dev.slipway.ingest;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The transports that the operator chose. */
@Startup
@ApplicationScoped
public class EnabledTransports {
  private final Set<Transport> chosen = EnumSet.noneOf(Transport.class);

  /**
   * @throws IllegalStateException where the setting names none, or one that there is not
   */
  public EnabledTransports(NotificationsConfig config) {
    config.transport().forEach(word -> chosen.add(transportOf(word)));
  }

  public boolean includes(Transport transport) {
    return chosen.contains(transport);
  }

  /** Whether one is chosen for which the store must be told whom to tell. */
  public boolean needBucketSubscription() {
    return chosen.stream().anyMatch(transport -> transport != Transport.LISTEN);
  }

  /** For people, such as {@code webhook, kafka}. */
  public String describe() {
    return chosen.stream().map(Transport::value).collect(Collectors.joining(", "));
  }

  private static Transport transportOf(String word) {
    return Transport.of(word)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "SLIPWAY_NOTIFICATIONS_TRANSPORT names \"%s\". Choose webhook, listen or kafka,"
                            .formatted(word)
                        + " or several of them separated by commas."));
  }
}
