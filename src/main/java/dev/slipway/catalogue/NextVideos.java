package dev.slipway.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses what to watch after a video: first the owner's older public videos, which continue a
 * series backwards, then the newest public videos. Private and unlisted videos are never among
 * them.
 */
@ApplicationScoped
public class NextVideos {
  static final int MAX_COUNT = 8;

  /** How many of the owner's videos come first. */
  private static final int MAX_OF_OWNER = 5;

  private final VideoUrlSigner signer;

  NextVideos(VideoUrlSigner signer) {
    this.signer = signer;
  }

  /** Returns at most eight videos, without the one that is shown. */
  @Transactional
  public List<PublicVideoView> after(Video video) {
    var publicVideos = VideoFilter.ALL.limitedToPublic();
    // One more than needed, because the video that is shown may be among the newest.
    var newest = VideoQuery.find(publicVideos, MAX_OF_OWNER + MAX_COUNT + 1);
    var seen = new HashSet<>(Set.of(video.id));
    return Stream.concat(olderOfOwner(publicVideos, video).stream(), newest.stream())
        .filter(other -> seen.add(other.id))
        .limit(MAX_COUNT)
        .map(other -> PublicVideoView.of(other, signer))
        .toList();
  }

  /** A video that another tool stored has no owner. */
  private static List<Video> olderOfOwner(VideoFilter publicVideos, Video video) {
    return video.owner == null
        ? List.of()
        : VideoQuery.find(publicVideos.ownedBy(video.owner).startingAfter(video), MAX_OF_OWNER);
  }
}
