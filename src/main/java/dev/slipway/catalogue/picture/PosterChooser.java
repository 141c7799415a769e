package dev.slipway.catalogue.picture;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.storage.RandomId;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Lets owners choose the picture that becomes the poster. A job makes the poster from it. */
@ApplicationScoped
@Transactional
class PosterChooser {
  private final Videos videos;
  private final PictureJobs jobs;
  private final CurrentAccount caller;
  private final AuditLog audit;

  PosterChooser(Videos videos, PictureJobs jobs, CurrentAccount caller, AuditLog audit) {
    this.videos = videos;
    this.jobs = jobs;
    this.caller = caller;
    this.audit = audit;
  }

  /**
   * @throws ProblemException {@code not-found}; {@code forbidden}
   */
  PosterView view(String id) {
    // Without a lock on the row, because pages ask every second.
    var video = videos.requireVisible(id);
    if (!AccessPolicy.isManager(caller.toCaller(), video.owner())) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN, "Only its owner and administrators can see the choice.");
    }
    return viewOf(video);
  }

  /**
   * Chooses a frame or an image.
   *
   * @throws ProblemException as {@link #requireReady}; {@code invalid-request}
   */
  PosterView choose(String id, PosterRequest request) {
    var video = requireReady(id);
    var choice = parse(video, request);
    VideoPictures.findOrCreate(video).choose(choice);
    var detail =
        choice.image() != null ? "an uploaded image" : "at %d ms".formatted(choice.millis());
    audit.record(caller.getName(), "poster.chosen", id, detail);
    jobs.request(video, caller.getName());
    return viewOf(video);
  }

  /**
   * Lets the application choose again.
   *
   * @throws ProblemException as {@link #requireReady}
   */
  PosterView reset(String id) {
    var video = requireReady(id);
    VideoPictures.findOrCreate(video).choose(null);
    audit.record(caller.getName(), "poster.reset", id, null);
    jobs.request(video, caller.getName());
    return viewOf(video);
  }

  /**
   * Returns a video whose poster the caller may choose, with its row locked.
   *
   * @throws ProblemException {@code not-found}; {@code forbidden}; {@code processing-disabled};
   *     {@code video-in-trash}; {@code video-deleted}; {@code video-not-playable}
   */
  Video requireReady(String id) {
    var video = videos.requireManaged(id);
    if (!jobs.isEnabled()) {
      throw new ProblemException(
          ErrorCode.PROCESSING_DISABLED,
          "An administrator can switch it on with SLIPWAY_PROCESSING_ENABLED.");
    }
    video.deletion().requireNotInTrash();
    if (!video.isPlayable()) {
      throw new ProblemException(
          ErrorCode.VIDEO_NOT_PLAYABLE, "The poster can be chosen when the video can be played.");
    }
    return video;
  }

  /**
   * Returns the id of a video for which an image may be uploaded now. Remembers that, so that the
   * image is removed with the video.
   *
   * @throws ProblemException as {@link #requireReady}
   */
  RandomId requireReadyForImage(String id) {
    var video = requireReady(id);
    VideoPictures.findOrCreate(video);
    return new RandomId(video.id());
  }

  private static PosterChoice parse(Video video, PosterRequest request) {
    if (request == null || (request.timeMillis() == null) == (request.image() == null)) {
      throw invalid("Send JSON with either 'timeMillis' or 'image'.");
    }
    if (request.image() != null) {
      if (!RandomId.isValid(request.image())) {
        throw invalid("'image' must be the id that came with the URL of the upload.");
      }
      return PosterChoice.image(new RandomId(request.image()));
    }
    var end = video.duration().map(duration -> duration.toMillis()).orElse(Long.MAX_VALUE);
    if (request.timeMillis() < 0 || request.timeMillis() > end) {
      throw invalid("'timeMillis' must be a time within the video.");
    }
    return PosterChoice.frame(request.timeMillis());
  }

  private PosterView viewOf(Video video) {
    var pictures = VideoPictures.find(video.id());
    var choice = pictures.flatMap(VideoPictures::choice).orElse(null);
    return new PosterView(
        choice == null ? "automatic" : choice.image() == null ? "frame" : "image",
        choice == null ? null : choice.millis(),
        pictures.map(found -> found.posterMillis).orElse(null),
        jobs.isMaking(video.id()),
        pictures
            .map(found -> found.choiceProblem)
            .or(() -> jobs.problem(video.id()).map("The picture could not be made: "::concat))
            .orElse(null));
  }

  private static ProblemException invalid(String message) {
    return new ProblemException(ErrorCode.INVALID_REQUEST, message);
  }

  /**
   * The picture that becomes the poster: one of the two.
   *
   * @param timeMillis the time of a frame; the nearest key frame is used
   * @param image the id of an uploaded image
   */
  record PosterRequest(Long timeMillis, String image) {}

  /**
   * The current choice of the poster.
   *
   * @param choice {@code automatic}, {@code frame} or {@code image}
   * @param chosenMillis the time that was chosen; null unless a frame was
   * @param posterMillis the time of the frame that the poster shows; null if it is an image
   * @param making whether the poster will be replaced soon
   * @param problem why the last choice could not become the poster, or why no poster could be made;
   *     usually null
   */
  record PosterView(
      String choice, Long chosenMillis, Long posterMillis, boolean making, String problem) {}
}
