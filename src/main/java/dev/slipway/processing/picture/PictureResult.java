package dev.slipway.processing.picture;

import dev.slipway.catalogue.Video;
import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.JobResult;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Makes pictures that are stored the current ones, and removes those before. */
final class PictureResult implements JobResult {
  private final PictureFiles files;
  private final RandomId videoId;
  private final List<String> names;
  private final Collection<ObjectKey> keys;
  private final Write write;
  private Set<ObjectKey> replaced = Set.of();

  /**
   * @param names of the pictures, which those before have too
   * @param keys of the stored pictures
   * @param write writes them to the video's row
   */
  PictureResult(
      PictureFiles files,
      RandomId videoId,
      List<String> names,
      Collection<ObjectKey> keys,
      Write write) {
    this.files = files;
    this.videoId = videoId;
    this.names = names;
    this.keys = keys;
    this.write = write;
  }

  @Override
  public Set<JobKind> write(Video video) {
    replaced = files.findCurrent(videoId, names);
    return write.write(video);
  }

  @Override
  public void afterWrite() {
    files.removeReplaced(replaced);
  }

  @Override
  public void discard() {
    files.remove(keys);
  }

  /** As {@link JobResult#write}. */
  @FunctionalInterface
  interface Write {
    Set<JobKind> write(Video video);
  }
}
