package dev.slipway.web.limits;

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
 * Lets requests in. Told to stop, Quarkus goes on serving until no request is under way, but waits
 * for that no longer than {@code quarkus.shutdown.timeout}, and cuts off what is left. Where new
 * ones come without a pause that moment never is, so from half that time on they are refused, and
 * those that have begun end.
 */
@ApplicationScoped
class RequestAdmissionFilter {
  private static final Logger LOG = Logger.getLogger(RequestAdmissionFilter.class);

  /** Behind the headers that every answer has, before anything that costs. */
  private static final int PRIORITY = 290;

  /** Of a program for operations, which must see how it is. */
  private static final String OPERATIONS = "/q/";

  private final InFlightRequests requests;
  private final Duration untilRefused;
  private final Map<String, Counter> refused;

  RequestAdmissionFilter(
      RequestLimitsConfig config,
      Clock clock,
      MeterRegistry metrics,
      @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay,
      @ConfigProperty(name = "quarkus.shutdown.timeout") Optional<Duration> timeout) {
    this.requests = new InFlightRequests(config.requests(), clock);
    this.untilRefused =
        delay.orElse(Duration.ZERO).plus(timeout.orElse(Duration.ZERO).dividedBy(2));
    this.refused =
        Stream.of(ErrorCode.OVERLOADED, ErrorCode.STOPPING)
            .collect(Collectors.toMap(ErrorCode::code, reason -> counter(metrics, reason)));
  }

  void register(@Observes Filters filters) {
    filters.register(this::admit, PRIORITY);
  }

  void stop(@Observes ShutdownDelayInitiatedEvent told) {
    LOG.infof("Stopping: no longer ready, and nothing new in %s", untilRefused);
    requests.refuseAfter(untilRefused);
  }

  private void admit(RoutingContext context) {
    if (context.normalizedPath().startsWith(OPERATIONS)) {
      context.next();
      return;
    }
    var refusal = requests.acquire();
    if (refusal.isPresent()) {
      refused.get(refusal.get().code()).increment();
      BodyLimits.closeAfterResponse(context);
      ProblemResponse.send(context, refusal.get());
      return;
    }
    giveBack(context);
    if (requests.isStopping()) {
      // Quarkus closes each connection behind its answer by then; below a prefix it does not say
      // so.
      BodyLimits.closeAfterResponse(context);
    }
    context.next();
  }

  /** Once, by whichever comes: Quarkus's own limit of bodies takes the place of the first. */
  private void giveBack(RoutingContext context) {
    var given = new AtomicBoolean();
    Runnable end =
        () -> {
          if (given.compareAndSet(false, true)) {
            requests.release();
          }
        };
    context.addEndHandler(ended -> end.run());
    context.addBodyEndHandler(sent -> end.run());
  }

  private static Counter counter(MeterRegistry metrics, ErrorCode reason) {
    return Counter.builder("slipway.requests.refused")
        .description("Requests that were not let in")
        .tag("reason", reason.code())
        .register(metrics);
  }
}
