package dev.slipway.processing.work;

import dev.slipway.storage.RandomId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Handles the jobs of one kind. An attempt can end at any point, and another one can begin before
 * it has ended, so each attempt stores what it makes under new keys, and only the row in the
 * database says which of them is current.
 */
public interface JobHandler {
  JobKind kind();

  /** Whether new videos get such a job in this installation. */
  default boolean isEnabled() {
    return true;
  }

  /** Whether videos that were ready before get such a job too, while there is little else to do. */
  default boolean isBackfilled() {
    return true;
  }

  /**
   * Does the work. Must not be called in a transaction.
   *
   * @param progress receives what is done now, in words for people, and the share that is done in
   *     percent or null
   * @return what is written to the video next
   * @throws ObjectSource.ObjectChangedException if the object was removed or replaced
   * @throws dev.slipway.storage.StoreUnavailableException if the store doesn't answer
   * @throws RuntimeException to fail the attempt; its message is shown to people
   */
  JobResult run(JobFile file, BiConsumer<String, Integer> progress);

  /**
   * Removes what earlier attempts have stored for a video and no row refers to. Called when an
   * attempt ends without a result, outside any transaction. Can be repeated.
   *
   * @param claimed whether no other attempt can be storing files for the video. Asked after the
   *     files were found, because another attempt may have taken the job over while this process
   *     was suspended, and may be about to write its files to the catalogue.
   * @throws dev.slipway.storage.StoreUnavailableException if the store doesn't answer
   */
  default void removeLeftovers(RandomId videoId, BooleanSupplier claimed) {}

  /**
   * Explains which program is missing in this process, so that a failure is no fault of the file.
   *
   * @return empty if none is missing
   */
  Optional<String> missingProgram();

  /**
   * Finds ready videos, newest first, that have neither a result of this kind nor a job: those that
   * were ready before there was this kind. May return fewer than there are; the next call then
   * continues. Reads an index and a limited number of rows. Must not be called in a transaction.
   *
   * @param bucket of the videos
   */
  default List<String> findWithoutResult(String bucket, int limit) {
    return List.of();
  }

  /** Whether {@link #findWithoutResult} has examined all videos without finding any. */
  default boolean isBackfillFinished() {
    return true;
  }
}
