package dev.slipway.catalogue;

import dev.slipway.account.Audit;
import dev.slipway.account.CurrentAccount;
import dev.slipway.storage.ObjectId;
import dev.slipway.web.ErrorCode;
import dev.slipway.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

/** Changes what is said about a video. */
@ApplicationScoped
class VideoEdits {
  private final Videos videos;
  private final CurrentAccount current;
  private final Audit audit;

  VideoEdits(Videos videos, CurrentAccount current, Audit audit) {
    this.videos = videos;
    this.current = current;
    this.audit = audit;
  }

  /**
   * @throws ProblemException {@code not-found} where the caller may not see it, {@code forbidden}
   *     where they may see it only, {@code invalid-request} where the request is wrong
   */
  @Transactional
  VideoView edit(String id, DetailsRequest request) {
    Video video = ObjectId.isId(id) ? Video.findById(id, LockModeType.PESSIMISTIC_WRITE) : null;
    if (video == null || !current.manages(video.owner)) {
      videos.visible(id);
      throw new ProblemException(ErrorCode.FORBIDDEN, "It is somebody else's video.");
    }
    var before = video.details();
    var after = request.over(before);
    before
        .changesTo(after)
        .ifPresent(
            changes -> {
              video.take(after);
              audit.record(current.getName(), "video.edited", id, changes);
            });
    return VideoView.of(video);
  }
}
