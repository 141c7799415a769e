package dev.slipway.processing;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.event.SchedulerListener.SchedulerEventType;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import dev.slipway.processing.JobSchedule.JobDue;
import dev.slipway.processing.work.WorkerPool;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Takes due jobs of a pool in this process: its own ones as soon as they are queued, and those of
 * other processes at an interval. Its owner starts, pauses and stops it.
 */
final class PoolWorker {
  private static final Logger LOG = Logger.getLogger(PoolWorker.class);

  private final WorkerPool pool;
  private final Supplier<Scheduler> factory;
  private final JobAttempts attempts;
  private volatile Scheduler scheduler;
  private volatile boolean databaseUnavailable;
  private volatile boolean stopping;

  /**
   * @param threads how many jobs it runs at a time
   * @param poll how often it looks for jobs of other processes
   */
  PoolWorker(
      WorkerPool pool, int threads, Duration poll, JobSchedule schedule, JobAttempts attempts) {
    this.pool = pool;
    this.attempts = attempts;
    this.factory =
        () ->
            schedule.createWorker(
                pool, threads, poll, JobWorker.name(), attempts::attempt, new Listener());
  }

  /** Whether {@link #stop} was called. It can't be started again. */
  boolean isStopping() {
    return stopping;
  }

  /** Whether it was started, and takes no jobs now. */
  synchronized boolean isPaused() {
    return scheduler != null && scheduler.getSchedulerState().isPaused();
  }

  /**
   * Starts or resumes it.
   *
   * @return whether it was paused
   */
  synchronized boolean start() {
    if (stopping) {
      return false;
    }
    if (scheduler == null) {
      scheduler = factory.get();
      scheduler.start();
      return false;
    }
    var paused = isPaused();
    if (paused) {
      scheduler.resume();
    }
    return paused;
  }

  /** Takes no jobs until it is started again. A running attempt continues. */
  synchronized void pause() {
    if (scheduler != null && !isPaused()) {
      scheduler.pause();
    }
  }

  /** Looks for due jobs at once if the event is about its pool. */
  void onJobDue(JobDue event) {
    var worker = scheduler;
    if (worker != null && !stopping && event.pool() == pool) {
      worker.triggerCheckForDueExecutions();
    }
  }

  /** Interrupts the attempts that don't end soon. Their jobs are given back. */
  void stop() {
    Scheduler worker;
    synchronized (this) {
      stopping = true;
      worker = scheduler;
    }
    if (worker != null) {
      attempts.stop();
      worker.stop();
    }
  }

  /** Logs an outage of the database once, not at every poll, and not for each pool. */
  private final class Listener extends AbstractSchedulerListener {
    @Override
    public void onSchedulerEvent(SchedulerEventType type) {
      if (type == SchedulerEventType.RAN_EXECUTE_DUE) {
        databaseUnavailable = false;
      } else if (type == SchedulerEventType.UNEXPECTED_ERROR
          && pool == WorkerPool.SHORT
          && !databaseUnavailable
          && !stopping) {
        databaseUnavailable = true;
        LOG.error("The media jobs can't be read or written; retrying at every poll");
      }
    }

    @Override
    public void onExecutionComplete(ExecutionComplete complete) {
      complete
          .getCause()
          .filter(cause -> !stopping)
          .ifPresent(
              cause ->
                  LOG.errorf(
                      "Media job %s will be tried again: %s",
                      complete.getExecution().taskInstance.getId(), cause));
    }
  }
}
