package dev.slipway.catalogue.pages;

import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.VideoStatus;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes the notices that follow a deletion. The address of the page names the video; the notice
 * appears only if the video is in that state, so a link can't claim what did not happen.
 */
@ApplicationScoped
class DeletionNotices {
  private final Videos videos;
  private final CurrentAccount caller;

  DeletionNotices(Videos videos, CurrentAccount caller) {
    this.videos = videos;
    this.caller = caller;
  }

  /** Returns the notice that a video was moved to the trash, or null. */
  DeletionNotice trashed(String id) {
    return find(id, DeletionNotices::isInTrash)
        .map(video -> notice("was moved to the trash.", video, true))
        .orElse(null);
  }

  /** Returns the notice above the trash, or null. */
  DeletionNotice inTrash(String restored, String deleted, String emptied) {
    if (emptied != null) {
      return new DeletionNotice(
          "Your trash is empty. The space is returned as the store removes the objects.",
          null,
          null,
          false);
    }
    return find(restored, video -> video.deleteAfter == null && !isDeleted(video))
        .map(video -> notice("was restored.", video, false))
        .or(
            () ->
                find(deleted, DeletionNotices::isDeleted)
                    .map(video -> notice("was deleted permanently.", video, false)))
        .orElse(null);
  }

  private Optional<VideoView> find(String id, Predicate<VideoView> state) {
    return id == null
        ? Optional.empty()
        : videos
            .findVisible(id)
            .filter(video -> caller.mayManage(video.owner()))
            .map(VideoView::of)
            .filter(state);
  }

  private static boolean isInTrash(VideoView video) {
    return video.deleteAfter != null && !isDeleted(video);
  }

  private static boolean isDeleted(VideoView video) {
    return VideoStatus.DELETED.name().equals(video.status);
  }

  private static DeletionNotice notice(String text, VideoView video, boolean undoable) {
    return new DeletionNotice(text, video.id, video.title, undoable);
  }
}
