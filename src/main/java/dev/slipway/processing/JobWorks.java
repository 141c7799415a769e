package dev.slipway.processing;

import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.JobWork;
import dev.slipway.storage.RandomId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The work of each kind of job. */
@ApplicationScoped
class JobWorks {
  private final Map<JobKind, JobWork> works = new EnumMap<>(JobKind.class);

  JobWorks(@Any Instance<JobWork> all) {
    for (var work : all) {
      if (works.put(work.kind(), work) != null) {
        throw new IllegalStateException("Two beans do the work of " + work.kind());
      }
    }
  }

  JobWork of(JobKind kind) {
    return works.get(kind);
  }

  /** The enabled kinds that make something of a ready video, in their order. */
  List<JobKind> otherThanProbe() {
    return works.values().stream()
        .filter(work -> work.kind() != JobKind.PROBE && work.isEnabled())
        .map(JobWork::kind)
        .toList();
  }

  /**
   * Removes what jobs of all kinds have stored for a video and no row refers to.
   *
   * @throws dev.slipway.storage.StoreUnavailableException if the store doesn't answer
   */
  void removeLeftovers(RandomId videoId) {
    works.values().forEach(work -> work.removeLeftovers(videoId));
  }
}
