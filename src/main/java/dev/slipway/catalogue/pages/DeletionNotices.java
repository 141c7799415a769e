package dev.slipway.catalogue.pages;

import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.web.Formats;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Makes the notices that follow a deletion. The address of the page names the video; the notice
 * appears only if the video is in that state, so a link can't claim what did not happen.
 */
@ApplicationScoped
public class DeletionNotices {
  private final Videos videos;
  private final CurrentAccount caller;

  DeletionNotices(Videos videos, CurrentAccount caller) {
    this.videos = videos;
    this.caller = caller;
  }

  /** Returns the notice that a video was moved to the trash, or null. */
  DeletionNotice trashed(String id) {
    return videos
        .findInTrash(id)
        .map(video -> notice("was moved to the trash.", video, true))
        .orElse(null);
  }

  /** Returns the notice above the administrators' listing, or null. */
  public DeletionNotice inListing(String trashed, String restored, String deleted) {
    var notice = trashed(trashed);
    return notice == null ? inTrash(restored, deleted, null) : notice;
  }

  /** Returns the notice above the trash, or null. */
  DeletionNotice inTrash(String restored, String deleted, String emptied) {
    if (emptied != null) {
      return new DeletionNotice(
          emptyingResult(videos.summarizeOwnTrash().count()), null, null, false);
    }
    return findManaged(restored)
        .filter(video -> !video.isDeleted() && !video.deletion().isInTrash())
        .map(video -> notice("was restored.", video, false))
        .or(
            () ->
                findManaged(deleted)
                    .filter(Video::isDeleted)
                    .map(video -> notice("was deleted permanently.", video, false)))
        .orElse(null);
  }

  private static String emptyingResult(long remaining) {
    return remaining == 0
        ? "Your trash is empty. The space is returned as the store removes the objects."
        : "%s still in your trash, because a large trash is emptied in steps. Empty it again."
            .formatted(
                remaining == 1 ? "1 video is" : Formats.exactCount(remaining) + " videos are");
  }

  private Optional<Video> findManaged(String id) {
    return videos
        .findVisible(id)
        .filter(video -> AccessPolicy.isManager(caller.toCaller(), video.owner()));
  }

  private static DeletionNotice notice(String text, Video video, boolean undoable) {
    return new DeletionNotice(text, video.id(), video.details().title(), undoable);
  }

  /**
   * A notice on the next page about a change that the visitor has just made to a video.
   *
   * @param text for the visitor, without the title
   * @param id of the video; null if it concerns several
   * @param title of the video; null if it concerns several
   * @param undoable whether the video can be restored from the notice
   */
  public record DeletionNotice(String text, String id, String title, boolean undoable) {}
}
