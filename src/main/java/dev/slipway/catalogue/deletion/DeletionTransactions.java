package dev.slipway.catalogue.deletion;

import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.DeletionWriter;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/**
 * Deletes and restores videos on behalf of the caller, in one transaction each. Calls to the store
 * follow: {@link PermanentDeletion} removes what {@link #delete} has claimed, and {@link
 * DeletionWorker} does the rest.
 */
@ApplicationScoped
@Transactional
public class DeletionTransactions {
  private final Videos videos;
  private final DeletionWriter deletions;
  private final TrashQueue trash;
  private final CleanupQueue queue;
  private final CurrentAccount caller;
  private final VideoUrlSigner signer;

  DeletionTransactions(
      Videos videos,
      DeletionWriter deletions,
      TrashQueue trash,
      CleanupQueue queue,
      CurrentAccount caller,
      VideoUrlSigner signer) {
    this.videos = videos;
    this.deletions = deletions;
    this.trash = trash;
    this.queue = queue;
    this.caller = caller;
    this.signer = signer;
  }

  /**
   * Moves a video to the trash. Idempotent.
   *
   * @throws ProblemException {@code not-found}, {@code forbidden}, {@code video-replaced}; {@code
   *     video-deleted}
   */
  public VideoView moveToTrash(String id) {
    var video = requireCurrent(id);
    video.deletion().requireNotDeleted();
    if (!video.deletion().isInTrash()) {
      deletions.moveToTrash(video, caller.getName());
    }
    return VideoView.of(video, signer);
  }

  /**
   * Takes a video out of the trash. Changes nothing if it isn't there.
   *
   * @throws ProblemException {@code not-found}, {@code forbidden}, {@code video-replaced}; {@code
   *     video-deleted}
   */
  public VideoView restore(String id) {
    var video = requireCurrent(id);
    video.deletion().requireNotDeleted();
    if (video.deletion().isInTrash()) {
      deletions.restore(video, caller.getName());
    }
    return VideoView.of(video, signer);
  }

  /**
   * Returns a video that {@link PermanentDeletion#delete} would delete, to ask before that.
   *
   * @throws ProblemException {@code not-found}, {@code forbidden}, {@code video-replaced}
   */
  public Video requireDeletable(String id) {
    return requireCurrent(id);
  }

  /**
   * Deletes a video permanently, wherever it is. Idempotent.
   *
   * @return the claim to remove its objects; empty if it was deleted before, or if a worker removes
   *     them later
   * @throws ProblemException {@code not-found}, {@code forbidden}, {@code video-replaced}
   */
  Optional<Cleanup> delete(String id) {
    var video = requireCurrent(id);
    if (video.isDeleted()) {
      return Optional.empty();
    }
    deletions.delete(video, caller.getName(), null);
    return queue.claimIfFree(video);
  }

  /**
   * Deletes a video permanently if it is in the trash. Changes nothing if it isn't, because it was
   * restored or deleted meanwhile. A worker removes its objects.
   *
   * @throws ProblemException {@code not-found}, {@code forbidden}, {@code video-replaced}
   */
  public void deleteFromTrash(String id) {
    var video = requireCurrent(id);
    if (video.deletion().isInTrash()) {
      deletions.delete(video, caller.getName(), null);
    }
  }

  /** Deletes the next videos in the caller's own trash; returns whether there may be more. */
  boolean emptyTrash() {
    var batch = trash.findAndLockTrashOf(caller.getName());
    batch.forEach(video -> deletions.delete(video, caller.getName(), null));
    return batch.size() == TrashQueue.BATCH_SIZE;
  }

  private Video requireCurrent(String id) {
    var video = videos.requireManaged(id);
    if (!video.isCurrent() && !video.isDeleted()) {
      throw new ProblemException(
          ErrorCode.VIDEO_REPLACED,
          "It is deleted together with the video that replaced it, which its timeline names.");
    }
    return video;
  }
}
