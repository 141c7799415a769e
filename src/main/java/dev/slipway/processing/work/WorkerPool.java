package dev.slipway.processing.work;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Workers with a queue of their own, so that short jobs never wait for long ones. */
public enum WorkerPool {
  /** Jobs of seconds. */
  SHORT("media_job_schedule", "media"),
  /** Jobs of minutes and hours. */
  LONG("rendition_job_schedule", "rendition");

  private final String table;
  private final String task;

  WorkerPool(String table, String task) {
    this.table = table;
    this.task = task;
  }

  /** The kinds of jobs that these workers run. */
  public Set<JobKind> kinds() {
    return EnumSet.allOf(JobKind.class).stream()
        .filter(kind -> kind.pool() == this)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The table of db-scheduler. */
  public String table() {
    return table;
  }

  /** The name of the task in the table. */
  public String task() {
    return task;
  }
}
