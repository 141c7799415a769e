package dev.slipway.account;

import dev.slipway.web.ClientAddress;
import dev.slipway.web.LogText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import dev.slipway.web.problem.ProblemResponse;
import dev.slipway.web.ratelimit.RateLimiter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * While demo accounts are enabled, refuses requests whose Host isn't a known name. Listening on
 * loopback is not enough: a page of any site can change its own name to a loopback address (DNS
 * rebinding), and then log in with a published password. Its requests carry its own name as their
 * host.
 */
@ApplicationScoped
class DemoHostFilter {
  private static final Logger LOG = Logger.getLogger(DemoHostFilter.class);

  /** After the security headers (300), before everything that costs time. */
  private static final int PRIORITY = 295;

  /** Probes address a container by its own address. */
  private static final String HEALTH_PATH = "/q/health";

  /** The store has a secret of its own, and may address the application by any name. */
  private static final String NOTIFICATIONS_PATH = "/notifications/";

  private static final String DETAIL =
      "This application has demo accounts, so it answers only at http://localhost and at the hosts"
          + " in SLIPWAY_DEMO_HOSTS. Add this host to that setting, or set SLIPWAY_DEMO_ACCOUNTS to"
          + " false.";

  private final boolean enabled;
  private final DemoHosts hosts;
  private final RateLimiter logLimit;

  /**
   * @param configured further hosts at which browsers find the application
   * @param origins of the pages, if they are configured for the doctor
   * @param listenAddress the address that the application listens on; it is as safe as loopback,
   *     because a page of another site can't have it as its host
   */
  DemoHostFilter(
      Accounts accounts,
      @ConfigProperty(name = "slipway.demo-hosts") Optional<List<String>> configured,
      @ConfigProperty(name = "slipway.doctor.origin") Optional<List<String>> origins,
      @ConfigProperty(name = "quarkus.http.host") String listenAddress,
      Clock clock) {
    this.enabled = !accounts.demoAccounts().isEmpty();
    var all = new ArrayList<>(configured.orElse(List.of()));
    origins.ifPresent(all::addAll);
    all.add(listenAddress);
    this.hosts = DemoHosts.of(enabled ? all : List.of());
    this.logLimit = RateLimiter.onePerMinute(1, clock);
  }

  void register(@Observes Filters filters) {
    if (enabled) {
      filters.register(this::check, PRIORITY);
    }
  }

  private void check(RoutingContext context) {
    var path = context.normalizedPath();
    var authority = context.request().authority();
    if (path.startsWith(HEALTH_PATH)
        || path.startsWith(NOTIFICATIONS_PATH)
        || authority != null && hosts.contains(authority.host())) {
      context.next();
      return;
    }
    if (logLimit.tryAcquire()) {
      LOG.warnf(
          "Refused a request from %s for the host %s: add it to SLIPWAY_DEMO_HOSTS if it is yours."
              + " More such requests within a minute are not logged.",
          ClientAddress.of(context.request()).text(),
          LogText.of(authority == null ? null : authority.host()));
    }
    ProblemResponse.send(context, Problem.of(ErrorCode.HOST_NOT_ALLOWED, DETAIL));
  }
}
