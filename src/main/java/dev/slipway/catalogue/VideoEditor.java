package dev.slipway.catalogue;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Changes title, description, visibility and tags of videos. */
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
   * Changes a video on behalf of the caller.
   *
   * @throws ProblemException {@code not-found} if the caller may not see the video; {@code
   *     forbidden} if they may see but not change it; {@code video-in-trash}; {@code
   *     video-deleted}; {@code invalid-request}
   */
  @Transactional
  public VideoView edit(String id, DetailsRequest request) {
    var video = videos.requireManaged(id);
    video.deletion.requireNotInTrash();
    var after = request.applyTo(video.details());
    video
        .details()
        .formatChanges(after)
        .ifPresent(changes -> change(video, after, caller.getName(), changes));
    return VideoView.of(video, signer);
  }

  /**
   * A change that would overwrite another one.
   *
   * @param present the details of the video
   * @param merged these with the change
   */
  public record Conflict(VideoDetails present, VideoDetails merged) {}

  /**
   * Changes on behalf of the caller what differs from the details that a form has shown, or nothing
   * if one of them was changed to something else since.
   *
   * @param shown the details that the form has shown; null fields were not shown
   * @return empty if the video has the details now
   * @throws ProblemException as {@link #edit(String, DetailsRequest)}
   */
  @Transactional
  public Optional<Conflict> edit(String id, DetailsRequest shown, DetailsRequest request) {
    var video = videos.requireManaged(id);
    video.deletion.requireNotInTrash();
    var present = video.details();
    var before = shown.applyTo(present);
    var after = request.applyTo(before);
    var merged = present.merge(before, after);
    // Both orders give the same unless the same detail was changed twice.
    if (!merged.equals(after.merge(before, present))) {
      return Optional.of(new Conflict(present, merged));
    }
    present
        .formatChanges(merged)
        .ifPresent(changes -> change(video, merged, caller.getName(), changes));
    return Optional.empty();
  }

  /**
   * Changes the visibility of a video whose row is locked, and that is not in the trash. Joins the
   * transaction.
   *
   * @return whether it was another one before
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean changeVisibility(Video video, Visibility visibility, String actor) {
    var before = video.details();
    var after = before.with(visibility);
    var changes = before.formatChanges(after);
    var former = before.visibility().lowerCaseName();
    changes.ifPresent(text -> change(video, after, actor, text + " instead of " + former));
    return changes.isPresent();
  }

  private void change(Video video, VideoDetails after, String actor, String detail) {
    video.setDetails(after);
    audit.record(actor, "video.edited", video.id, detail);
  }
}
