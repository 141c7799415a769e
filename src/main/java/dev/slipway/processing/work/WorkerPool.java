package dev.slipway.processing.work;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Workers with a queue of their own, so that short jobs never wait for long ones. */
public enum WorkerPool {
  /** Jobs of seconds. */
  SHORT("media_job_schedule", "media", 10),
  /** Jobs of minutes and hours. */
  LONG("rendition_job_schedule", "rendition", 2);

  private final String table;
  private final String task;
  private final int jobsPerAccount;

  WorkerPool(String table, String task, int jobsPerAccount) {
    this.table = table;
    this.task = task;
    this.jobsPerAccount = jobsPerAccount;
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

  /** The unfinished jobs of an account after which its next ones come after those of others. */
  public int jobsPerAccount() {
    return jobsPerAccount;
  }
}
