package dev.slipway.processing;

import dev.slipway.processing.work.JobHandler;
import dev.slipway.processing.work.JobKind;
import dev.slipway.storage.RandomId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The handlers of all kinds of jobs. */
@ApplicationScoped
class JobHandlers {
  private final Map<JobKind, JobHandler> handlers = new EnumMap<>(JobKind.class);

  JobHandlers(@Any Instance<JobHandler> all) {
    for (var handler : all) {
      if (handlers.put(handler.kind(), handler) != null) {
        throw new IllegalStateException("Two beans handle the jobs of kind " + handler.kind());
      }
    }
  }

  JobHandler of(JobKind kind) {
    return handlers.get(kind);
  }

  /** The enabled kinds that make something of a ready video, in their order. */
  List<JobKind> otherThanProbe() {
    return handlers.values().stream()
        .filter(handler -> handler.kind() != JobKind.PROBE && handler.isEnabled())
        .map(JobHandler::kind)
        .toList();
  }

  /**
   * Removes what jobs of all kinds have stored for a deleted or replaced video. No result of a job
   * can be written any more.
   *
   * @throws dev.slipway.storage.StoreUnavailableException if the store doesn't answer
   */
  void removeLeftovers(RandomId videoId) {
    handlers.values().forEach(handler -> handler.removeLeftovers(videoId, () -> true));
  }
}
