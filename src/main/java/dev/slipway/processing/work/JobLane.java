package dev.slipway.processing.work;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A queue with workers of its own, so that jobs in another one never wait for its jobs. */
public enum JobLane {
  /** Jobs of seconds. */
  SHORT("media_job_schedule", "media"),
  /** Jobs of minutes and hours. */
  LONG("rendition_job_schedule", "rendition");

  private final String table;
  private final String task;

  JobLane(String table, String task) {
    this.table = table;
    this.task = task;
  }

  /** The kinds whose jobs wait in this queue. */
  public Set<JobKind> kinds() {
    return EnumSet.allOf(JobKind.class).stream()
        .filter(kind -> kind.lane() == this)
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
