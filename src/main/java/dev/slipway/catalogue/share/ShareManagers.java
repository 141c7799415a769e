package dev.slipway.catalogue.share;

import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.access.AccessPolicy.Operation;
import dev.slipway.catalogue.access.AccessPolicy.Resource;
import dev.slipway.catalogue.sync.PendingUploads;
import dev.slipway.catalogue.sync.UnfinishedUpload;
import dev.slipway.storage.RandomId;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Finds out who may manage the links of a video, or of the upload that becomes it. */
@ApplicationScoped
class ShareManagers {
  private final Videos videos;
  private final PendingUploads uploads;
  private final CurrentAccount caller;

  ShareManagers(Videos videos, PendingUploads uploads, CurrentAccount caller) {
    this.videos = videos;
    this.uploads = uploads;
    this.caller = caller;
  }

  /**
   * A video or upload that can be shared.
   *
   * @param title of the video or upload
   * @param visibility in lower case
   * @param unfinished whether the upload is still under way
   * @param refusal why no link can be created; null if one can
   */
  record Subject(
      String id, String title, String visibility, boolean unfinished, ProblemException refusal) {}

  /**
   * Returns the video or upload, if the caller may manage it.
   *
   * @throws ProblemException {@code not-found}; {@code forbidden} if the caller may see the video
   *     but not manage it
   */
  @Transactional
  Subject require(String id) {
    // The upload first: if its video appears between the two queries, the second one finds it.
    return findUpload(id)
        .filter(this::mayManage)
        .map(upload -> subjectOf(id, upload))
        .orElseGet(() -> subjectOf(videos.requireManaged(id)));
  }

  /**
   * Returns the video or upload, if the caller may share it.
   *
   * @throws ProblemException as {@link #require}; {@code video-in-trash}, {@code video-deleted},
   *     {@code video-rejected}; {@code upload-closed}
   */
  @Transactional
  Subject requireShareable(String id) {
    var subject = require(id);
    if (subject.refusal() != null) {
      throw subject.refusal();
    }
    return subject;
  }

  /** Whether the caller may manage the video or upload. */
  @Transactional
  boolean mayManage(String id) {
    return caller.isLoggedIn()
        && find(id)
            .filter(found -> AccessPolicy.isManager(caller.toCaller(), found.owner()))
            .isPresent();
  }

  /**
   * Finds the upload, or the video that it has become. A video that nobody owns has administrators
   * as its managers. Joins the caller's transaction.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  Optional<Resource> find(String id) {
    // The upload first: if its video appears between the two queries, the second one finds it.
    return findUpload(id)
        .map(UnfinishedUpload::owner)
        .map(Resource::managedOnly)
        .or(
            () ->
                Video.<Video>findByIdOptional(id)
                    .map(video -> Resource.managedOnly(video.owner())));
  }

  private boolean mayManage(UnfinishedUpload upload) {
    var resource = Resource.managedOnly(upload.owner());
    return AccessPolicy.decide(caller.toCaller(), Operation.MANAGE, resource).isAllowed();
  }

  private Optional<UnfinishedUpload> findUpload(String id) {
    return RandomId.isValid(id) ? uploads.findUnfinished(new RandomId(id)) : Optional.empty();
  }

  private static Subject subjectOf(String id, UnfinishedUpload upload) {
    var refusal =
        upload.isOpen()
            ? null
            : new ProblemException(
                ErrorCode.UPLOAD_CLOSED, "It was cancelled or has expired. Upload the file again.");
    var visibility = upload.visibility().lowerCaseName();
    return new Subject(id, upload.title(), visibility, true, refusal);
  }

  private static Subject subjectOf(Video video) {
    var visibility = video.details().visibility().lowerCaseName();
    return new Subject(video.id(), video.title(), visibility, false, refusalOf(video));
  }

  private static ProblemException refusalOf(Video video) {
    if (video.isRejected()) {
      return new ProblemException(
          ErrorCode.VIDEO_REJECTED, "It can't be played, so it can't be shared.");
    }
    try {
      video.deletion().requireNotInTrash();
      return null;
    } catch (ProblemException inTrash) {
      return inTrash;
    }
  }
}
