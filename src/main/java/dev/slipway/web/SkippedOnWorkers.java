package dev.slipway.web;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.enterprise.context.ApplicationScoped;

/** Skips scheduled work in processes that only run media jobs. */
@ApplicationScoped
public class SkippedOnWorkers implements Scheduled.SkipPredicate {
  private final ProcessRole role;

  SkippedOnWorkers(ProcessRole role) {
    this.role = role;
  }

  @Override
  public boolean test(ScheduledExecution execution) {
    return role.isWorker();
  }
}
