package dev.slipway.catalogue.share;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.sync.PendingUploads;
import dev.slipway.catalogue.sync.UnfinishedUpload;
import dev.slipway.storage.RandomId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Finds out whether a link leads to something that can be watched, now or soon. */
@ApplicationScoped
class SharedVideos {
  private final PendingUploads uploads;

  SharedVideos(PendingUploads uploads) {
    this.uploads = uploads;
  }

  /**
   * Whether the video can be played, or its upload or check is under way. The answer is the same
   * for a video in the trash, a deleted or rejected one, and an upload that was cancelled.
   */
  @Transactional
  boolean isAvailable(String id) {
    // The upload first: if its video appears between the two queries, the second one finds it.
    var isUploading =
        uploads.findUnfinished(new RandomId(id)).filter(UnfinishedUpload::isOpen).isPresent();
    return isUploading
        || Video.<Video>findByIdOptional(id)
            .filter(video -> video.isPlayable() || isBeingChecked(video))
            .isPresent();
  }

  private static boolean isBeingChecked(Video video) {
    return video.isProcessing()
        && video.isCurrent()
        && !video.isMissing()
        && !video.deletion().isInTrash();
  }
}
