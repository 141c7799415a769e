package dev.slipway.web.limits;

import dev.slipway.web.ClientAddress;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Decides whether a request is accepted: too many at once are rejected, in all and of one client
 * address, and so are all of them shortly before shutdown.
 *
 * <p>After a signal to stop, Quarkus keeps serving until no request is in progress, for at most
 * {@code quarkus.shutdown.timeout}, and then cuts off the rest. Under steady load that moment never
 * comes. So from half of that time on new requests are rejected, and those in progress can end.
 */
@ApplicationScoped
class RequestAdmissionFilter {
  private static final Logger LOG = Logger.getLogger(RequestAdmissionFilter.class);

  /**
   * After {@link EarlyRejectionFilter}, when the body is complete; before everything that costs
   * time.
   */
  private static final int PRIORITY = 270;

  /** Health and metrics are always served, because operators need them under overload most. */
  private static final String OPERATIONS_PATH = "/q/";

  /**
   * The store may have the same address as other clients, behind a proxy that doesn't forward it.
   */
  private static final String NOTIFICATIONS_PATH = "/notifications/";

  private final InFlightRequests requests;
  private final Duration refuseAfter;
  private final Map<String, Counter> refused;

  RequestAdmissionFilter(
      RequestLimitsConfig config,
      Clock clock,
      MeterRegistry metrics,
      @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay,
      @ConfigProperty(name = "quarkus.shutdown.timeout") Optional<Duration> timeout) {
    this.requests = new InFlightRequests(config.requests(), maxPerAddress(config), clock);
    this.refuseAfter = delay.orElse(Duration.ZERO).plus(timeout.orElse(Duration.ZERO).dividedBy(2));
    this.refused =
        Stream.of(ErrorCode.OVERLOADED, ErrorCode.STOPPING, ErrorCode.TOO_MANY_REQUESTS)
            .collect(Collectors.toMap(ErrorCode::code, reason -> counter(metrics, reason)));
  }

  private static int maxPerAddress(RequestLimitsConfig config) {
    return config.requestsPerAddress().orElse((config.requests() + 1) / 2);
  }

  void register(@Observes Filters filters) {
    filters.register(this::admit, PRIORITY);
  }

  void stop(@Observes ShutdownDelayInitiatedEvent initiated) {
    LOG.infof("Stopping: no longer ready; new requests are rejected in %s", refuseAfter);
    requests.refuseAfter(refuseAfter);
  }

  private void admit(RoutingContext context) {
    if (context.normalizedPath().startsWith(OPERATIONS_PATH)) {
      context.next();
      return;
    }
    var client = clientOf(context);
    var rejection = requests.acquire(client);
    if (rejection.isPresent()) {
      refused.get(rejection.get().code()).increment();
      EarlyRejectionFilter.closeAfterResponse(context);
      ProblemResponse.send(context, rejection.get());
      return;
    }
    releaseAtEnd(context, client);
    if (requests.isStopping()) {
      // The client opens its next connection to another replica. Quarkus sends Connection: close
      // itself, but not below a path prefix.
      EarlyRejectionFilter.closeAfterResponse(context);
    }
    context.next();
  }

  /** What the requests of one client are counted by: its network, apart from notifications. */
  private static String clientOf(RoutingContext context) {
    var network = ClientAddress.of(context.request()).network();
    return context.normalizedPath().startsWith(NOTIFICATIONS_PATH)
        ? NOTIFICATIONS_PATH + network
        : network;
  }

  /**
   * Releases the permit once, at whichever end comes first: Quarkus replaces the first handler when
   * a body exceeds its own limit. A response that stays open releases it when it begins.
   */
  private void releaseAtEnd(RoutingContext context, String client) {
    var released = new AtomicBoolean();
    Runnable release =
        () -> {
          if (released.compareAndSet(false, true)) {
            requests.release(client);
          }
        };
    context.addEndHandler(ended -> release.run());
    context.addBodyEndHandler(sent -> release.run());
    LongResponse.onBegin(context, release);
  }

  private static Counter counter(MeterRegistry metrics, ErrorCode reason) {
    return Counter.builder("slipway.requests.refused")
        .description("Rejected requests")
        .tag("reason", reason.code())
        .register(metrics);
  }
}
