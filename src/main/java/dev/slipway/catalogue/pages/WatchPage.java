package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.PublicVideoView;
import dev.slipway.catalogue.VideoFacts;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.captions.CaptionView;
import dev.slipway.catalogue.timeline.Participant;
import java.util.List;
import java.util.Objects;

/**
 * The page that plays one video.
 *
 * @param url plays the video; null if it isn't playable
 * @param start where playback begins, in seconds; null for the beginning
 * @param description the parts of the description; empty if there is none
 * @param chapters empty if the description lists none
 * @param next what to watch after it; empty if the video can't be played
 * @param captions by label
 * @param managed null unless the visitor may manage the video
 * @param timeline empty unless the visitor may manage the video
 * @param form null unless the visitor may manage the video, and it is not in the trash
 * @param captionForm null exactly if the other form is
 * @param inOtherBucket whether the file is in a bucket that isn't used now, so that the video can't
 *     be played
 * @param downloadable whether the visitor may download the file
 * @param deletable whether the visitor may move the video to the trash
 * @param remaining the time until a video in the trash is deleted; null if it isn't there
 */
record WatchPage(
    VideoFacts video,
    String url,
    Long start,
    List<DescriptionPart> description,
    List<Chapter> chapters,
    List<PublicVideoView> next,
    List<CaptionView> captions,
    VideoView managed,
    List<TimelineRow> timeline,
    DetailsForm form,
    CaptionForm captionForm,
    boolean inOtherBucket,
    boolean downloadable,
    boolean deletable,
    String remaining) {
  /**
   * Identifies what a live update of the page can't replace: the player, buttons and notices of its
   * state, the texts from which its script makes chapters, and the values in its form. The same on
   * all replicas.
   */
  public String version() {
    var shown =
        Objects.hash(
            video.status,
            video.rejectionText,
            form == null ? null : video.title,
            video.visibility,
            video.description,
            video.tags,
            url != null,
            inOtherBucket,
            remaining != null,
            downloadable,
            deletable);
    return Integer.toHexString(shown);
  }

  /** The titles of the timeline's lanes. */
  public List<String> participants() {
    return Participant.titles();
  }
}
