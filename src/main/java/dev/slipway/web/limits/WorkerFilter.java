package dev.slipway.web.limits;

import dev.slipway.web.ProcessRole;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.ProblemResponse;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** In a process that only runs media jobs, answers no request but those of operators. */
@ApplicationScoped
class WorkerFilter {
  /** After the filters that add headers, before a request takes a place. */
  private static final int PRIORITY = 271;

  private static final String OPERATIONS_PATH = "/q/";

  private final ProcessRole role;

  WorkerFilter(ProcessRole role) {
    this.role = role;
  }

  void register(@Observes Filters filters) {
    if (role.isWorker()) {
      filters.register(WorkerFilter::refuse, PRIORITY);
    }
  }

  private static void refuse(RoutingContext context) {
    if (context.normalizedPath().startsWith(OPERATIONS_PATH)) {
      context.next();
      return;
    }
    var refusal =
        new ProblemException(
            ErrorCode.NOT_FOUND,
            "This process only runs media jobs. Use the address of the application.");
    EarlyRejectionFilter.closeAfterResponse(context);
    ProblemResponse.send(context, refusal.toProblem());
  }
}
