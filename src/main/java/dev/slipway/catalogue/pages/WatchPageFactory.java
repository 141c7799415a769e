package dev.slipway.catalogue.pages;

import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.NextVideos;
import dev.slipway.catalogue.PublicVideoView;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoFacts;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.captions.Captions;
import dev.slipway.catalogue.timeline.Timelines;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** Collects what the page of a video shows to the visitor. */
@ApplicationScoped
class WatchPageFactory {
  private final VideoUrlSigner signer;
  private final Timelines timelines;
  private final NextVideos nextVideos;
  private final Captions captions;
  private final CurrentAccount caller;
  private final Clock clock;

  WatchPageFactory(
      VideoUrlSigner signer,
      Timelines timelines,
      NextVideos nextVideos,
      Captions captions,
      CurrentAccount caller,
      Clock clock) {
    this.signer = signer;
    this.timelines = timelines;
    this.nextVideos = nextVideos;
    this.captions = captions;
    this.caller = caller;
    this.clock = clock;
  }

  /**
   * @param start the start time of the link, see {@link VideoTime#parseStart}; null without one
   * @param saved whether the visitor has just changed the details
   * @param captions the change of the captions that the visitor has just made; null without one
   */
  WatchPage create(Video video, String start, boolean saved, String captions) {
    if (!AccessPolicy.isManager(caller.toCaller(), video.owner())) {
      return createForVisitor(video, start);
    }
    return isEditable(video)
        ? createForManager(
            video, start, DetailsForm.of(video.details(), saved), CaptionForm.after(captions))
        : createForManager(video, start, null, null);
  }

  /** The player alone, of a video that can be played. */
  EmbedPage createEmbedded(Video video, String start) {
    var view = PublicVideoView.of(video, signer);
    return new EmbedPage(
        view,
        signIfPlayable(video),
        startWithin(view, start),
        chaptersOf(view),
        captions.list(video.id()));
  }

  /**
   * The page after a refused change of the details.
   *
   * @throws ProblemException {@code forbidden} if the caller may not change the video
   */
  WatchPage createForManager(Video video, DetailsForm form) {
    requireManager(video);
    return createForManager(video, null, form, CaptionForm.after(null));
  }

  /**
   * The page after a refused change of the captions.
   *
   * @throws ProblemException {@code forbidden} if the caller may not change the video
   */
  WatchPage createForManager(Video video, CaptionForm form) {
    requireManager(video);
    return createForManager(video, null, DetailsForm.of(video.details(), false), form);
  }

  /** A form can be refused before anything has checked who sent it. */
  private void requireManager(Video video) {
    if (!AccessPolicy.isManager(caller.toCaller(), video.owner())) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN, "Only its owner and administrators can change this video.");
    }
  }

  private static boolean isEditable(Video video) {
    return !video.isDeleted() && !video.deletion().isInTrash();
  }

  private WatchPage createForVisitor(Video video, String start) {
    var view = PublicVideoView.of(video, signer);
    return new WatchPage(
        view,
        signIfPlayable(video),
        startWithin(view, start),
        descriptionOf(view),
        chaptersOf(view),
        signer.isPlayable(video) ? nextVideos.after(video) : List.of(),
        captions.list(video.id()),
        null,
        List.of(),
        null,
        null,
        isElsewhere(video),
        signer.mayDownload(video),
        false,
        null);
  }

  private WatchPage createForManager(
      Video video, String start, DetailsForm form, CaptionForm captionForm) {
    var view = VideoView.of(video, signer);
    var remaining =
        video.deletion().isInTrash() ? TrashRow.of(view, clock.instant()).remaining() : null;
    return new WatchPage(
        view,
        signIfPlayable(video),
        startWithin(view, start),
        descriptionOf(view),
        chaptersOf(view),
        signer.isPlayable(video) ? nextVideos.after(video) : List.of(),
        captions.list(video.id()),
        view,
        TimelineRow.of(timelines.ofVideo(view)),
        form,
        captionForm,
        isElsewhere(video),
        signer.mayDownload(video),
        form != null && video.isCurrent(),
        remaining);
  }

  /** A time beyond the end would show a video that has ended, so it counts as no time. */
  private static Long startWithin(VideoFacts video, String text) {
    var duration = video.format.durationMillis;
    var start = VideoTime.parseStart(text).orElse(0);
    return start == 0 || duration != null && 1000 * start >= duration ? null : start;
  }

  private static List<DescriptionPart> descriptionOf(VideoFacts video) {
    return DescriptionPart.split(video.description, video.format.durationMillis);
  }

  private static List<Chapter> chaptersOf(VideoFacts video) {
    return Chapter.parse(video.description, video.format.durationMillis);
  }

  /** A rejected or deleted video can't be played from any bucket. */
  private boolean isElsewhere(Video video) {
    return signer.isInOtherBucket(video) && (video.isReady() || video.isProcessing());
  }

  private String signIfPlayable(Video video) {
    return signer.isPlayable(video) ? signer.sign(video).url().toString() : null;
  }
}
