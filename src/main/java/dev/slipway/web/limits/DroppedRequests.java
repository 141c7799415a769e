package dev.slipway.web.limits;

import dev.slipway.web.ClientAddress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Counts the requests that are dropped because of slow clients. One log line summarises many of
 * them, because an attack causes hundreds in a second.
 */
@Startup
@ApplicationScoped
class DroppedRequests {
  private static final Logger LOG = Logger.getLogger(DroppedRequests.class);

  /** The first line waits this long, so that it counts the requests of a whole burst. */
  private static final Duration COLLECTION_TIME = Duration.ofSeconds(10);

  private static final Duration LOG_INTERVAL = Duration.ofMinutes(10);

  /** Requests from further addresses are counted, but not their addresses. */
  private static final int MAX_ADDRESSES = 1_000;

  private final Vertx vertx;
  private final Duration collectionTime;
  private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);
  private final Map<String, Integer> countByAddress = new HashMap<>();
  private int total;
  private boolean hasFurtherAddresses;
  private boolean isLineScheduled;
  private long earliestLineNanos = System.nanoTime();

  @Inject
  DroppedRequests(Vertx vertx, MeterRegistry metrics) {
    this(vertx, metrics, COLLECTION_TIME);
  }

  /**
   * @param collectionTime how long the first line waits
   */
  DroppedRequests(Vertx vertx, MeterRegistry metrics, Duration collectionTime) {
    this.vertx = vertx;
    this.collectionTime = collectionTime;
    for (var reason : Reason.values()) {
      counters.put(
          reason,
          Counter.builder("slipway.requests.dropped")
              .description("Requests dropped because the client is slow")
              .tag("reason", reason.label())
              .register(metrics));
    }
  }

  /**
   * @param address an IP address, or the network of one
   */
  void record(Reason reason, String address) {
    counters.get(reason).increment();
    synchronized (this) {
      count(ClientAddress.of(address).network());
      if (!isLineScheduled) {
        isLineScheduled = true;
        var untilAllowed = Duration.ofNanos(earliestLineNanos - System.nanoTime());
        var delay = untilAllowed.compareTo(collectionTime) > 0 ? untilAllowed : collectionTime;
        vertx.setTimer(delay.toMillis(), elapsed -> log());
      }
    }
  }

  private void count(String network) {
    total++;
    if (countByAddress.size() < MAX_ADDRESSES || countByAddress.containsKey(network)) {
      countByAddress.merge(network, 1, Integer::sum);
    } else {
      hasFurtherAddresses = true;
    }
  }

  private synchronized void log() {
    var most = countByAddress.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    LOG.warnf(
        "Slow clients: dropped %d requests that were incomplete or whose responses were not read;"
            + " addresses: %s%d; most from %s (%d)",
        total,
        hasFurtherAddresses ? "more than " : "",
        countByAddress.size(),
        most.getKey(),
        most.getValue());
    countByAddress.clear();
    total = 0;
    hasFurtherAddresses = false;
    isLineScheduled = false;
    earliestLineNanos = System.nanoTime() + LOG_INTERVAL.toNanos();
  }

  /** Why a request is dropped. */
  enum Reason {
    /** The head is not complete in time. */
    HEAD,
    /** The body is not complete in time. */
    BODY,
    /** The client does not read the response. */
    RESPONSE,
    /** One address has too many slow bodies, or too many bytes in them. */
    ADDRESS,
    /** There are too many slow bodies. */
    TOTAL,
    /** Incomplete bodies have too many bytes. */
    MEMORY;

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
