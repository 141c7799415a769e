package dev.slipway.processing;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.slipway.processing.work.WorkerPool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The queues from which workers take due jobs: tables of db-scheduler. An entry says only which run
 * of which job is due; {@link JobQueue} has the state. A worker locks entries with SKIP LOCKED and
 * renews a heartbeat, so another worker continues the job of one that was killed.
 */
@ApplicationScoped
class JobSchedule {
  /**
   * Four missed heartbeats mean that a worker is dead, which is checked at every second heartbeat.
   * So another worker takes over after at most 48 seconds.
   */
  private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(8);

  private static final int MISSED_HEARTBEATS = 4;

  /** A running attempt may finish in this time; then it is interrupted and gives its job back. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(4);

  private static final Duration RETRY_DELAY = Duration.ofSeconds(15);

  private final DataSource database;
  private final Event<JobDue> due;
  private final java.time.Clock clock;
  private final Map<WorkerPool, SchedulerClient> clients = new EnumMap<>(WorkerPool.class);

  JobSchedule(DataSource database, Event<JobDue> due, java.time.Clock clock) {
    this.database = database;
    this.due = due;
    this.clock = clock;
    for (var pool : WorkerPool.values()) {
      clients.put(
          pool,
          SchedulerClient.Builder.create(database)
              .tableName(pool.table())
              .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
              .enablePriority()
              .build());
    }
  }

  /**
   * Adds the run of a job that was queued, in the caller's transaction.
   *
   * @param priority workers take entries with a greater one first
   */
  @Transactional(Transactional.TxType.MANDATORY)
  void add(MediaJob job, int priority) {
    var pool = job.kind.pool();
    var entry = new TaskInstance<Void>(pool.task(), job.id + "/" + job.run, () -> null, priority);
    clients.get(pool).schedule(entry, job.nextAttemptAt);
    due.fire(new JobDue(pool));
  }

  /**
   * Creates a worker, which takes due jobs of a pool when it is started.
   *
   * @param threads how many jobs it runs at a time
   * @param poll how often it looks for jobs of other processes
   * @param name of the process, up to 50 characters
   */
  Scheduler createWorker(
      WorkerPool pool,
      int threads,
      Duration poll,
      String name,
      Attempts attempts,
      SchedulerListener listener) {
    Clock schedulerClock = clock::instant;
    return Scheduler.create(database, task(pool, attempts))
        .tableName(pool.table())
        .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
        .enablePriority()
        .clock(schedulerClock)
        .schedulerName(new SchedulerName.Fixed(name))
        .threads(threads)
        .pollingInterval(poll)
        // Takes only what it can start at once, so that the other workers get the rest, and asks
        // for more when half of its threads are free.
        .pollUsingLockAndFetch(0.5, 1.0)
        .heartbeatInterval(HEARTBEAT_INTERVAL)
        .missedHeartbeatsLimit(MISSED_HEARTBEATS)
        .shutdownMaxWait(STOP_TIMEOUT)
        .addSchedulerListener(listener)
        .build();
  }

  private CustomTask<Void> task(WorkerPool pool, Attempts attempts) {
    return Tasks.custom(pool.task(), Void.class)
        .onDeadExecutionRevive()
        // Only if the result of an attempt could not be written.
        .onFailure(
            (complete, operations) ->
                operations.reschedule(complete, clock.instant().plus(RETRY_DELAY)))
        .execute((entry, context) -> execute(entry, attempts));
  }

  private static CompletionHandler<Void> execute(TaskInstance<Void> entry, Attempts attempts) {
    var separator = entry.getId().indexOf('/');
    var next =
        attempts.attempt(
            Long.parseLong(entry.getId().substring(0, separator)),
            Integer.parseInt(entry.getId().substring(separator + 1)));
    return next.<CompletionHandler<Void>>map(
            at -> (complete, operations) -> operations.reschedule(complete, at))
        .orElseGet(CompletionHandler.OnCompleteRemove::new);
  }

  /** Makes one attempt of a job. */
  @FunctionalInterface
  interface Attempts {
    /**
     * @return when the next attempt is due; empty if none follows
     */
    Optional<Instant> attempt(long jobId, int run);
  }

  /** A job is due. Fired in the transaction that queues it. */
  record JobDue(WorkerPool pool) {}
}
