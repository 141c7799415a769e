package dev.slipway.catalogue;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Changes title, description and visibility of a video on behalf of the caller. */
@ApplicationScoped
public class VideoEditor {
  private final Videos videos;
  private final VideoUrlSigner signer;
  private final CurrentAccount caller;
  private final AuditLog audit;

  VideoEditor(Videos videos, VideoUrlSigner signer, CurrentAccount caller, AuditLog audit) {
    this.videos = videos;
    this.signer = signer;
    this.caller = caller;
    this.audit = audit;
  }

  /**
   * @throws ProblemException {@code not-found} if the caller may not see the video; {@code
   *     forbidden} if they may see but not change it; {@code video-in-trash}; {@code
   *     video-deleted}; {@code invalid-request}
   */
  @Transactional
  public VideoView edit(String id, DetailsRequest request) {
    var video = videos.requireManaged(id);
    video.deletion.requireNotInTrash();
    var before = video.details();
    var after = request.applyTo(before);
    before
        .formatChanges(after)
        .ifPresent(
            changes -> {
              video.setDetails(after);
              audit.record(caller.getName(), "video.edited", id, changes);
            });
    return VideoView.of(video, signer);
  }
}
