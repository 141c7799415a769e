package dev.slipway.catalogue.captions;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.Videos;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Changes which captions a video has. The caller removes the objects of the captions that end. */
@ApplicationScoped
class CaptionWriter {
  static final int MAX_LANGUAGES = 50;

  /** Of all languages together, as they are stored. They don't count towards the quota. */
  static final long MAX_BYTES = 10L * Captions.MAX_BYTES;

  private final Videos videos;
  private final CurrentAccount caller;
  private final AuditLog audit;
  private final Clock clock;

  CaptionWriter(Videos videos, CurrentAccount caller, AuditLog audit, Clock clock) {
    this.videos = videos;
    this.caller = caller;
    this.audit = audit;
    this.clock = clock;
  }

  /** Whether the caller may add captions to the video now; refuses as {@link #replace} does. */
  @Transactional
  void requireChangeable(String videoId) {
    requirePlayable(videoId);
  }

  /**
   * Makes an object the captions of a language.
   *
   * @return the object of the captions before, if there were any
   * @throws ProblemException {@code not-found}, {@code forbidden}; {@code video-in-trash}; {@code
   *     video-deleted}; {@code video-rejected}; {@code invalid-request} if the video has captions
   *     in too many languages, or too many bytes of them
   */
  @Transactional
  Optional<ObjectKey> replace(CaptionTrack track) {
    var video = requirePlayable(track.videoId);
    var tracks = CaptionTrack.listOf(video.id());
    var before = tracks.stream().filter(each -> each.language.equals(track.language)).findFirst();
    if (before.isEmpty() && tracks.size() >= MAX_LANGUAGES) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "A video can have captions in %d languages. Delete one first.".formatted(MAX_LANGUAGES));
    }
    requireSpace(tracks, track);
    before.ifPresent(CaptionTrack::delete);
    if (track.byDefault) {
      tracks.forEach(each -> each.byDefault = false);
    }
    CaptionTrack.flush();
    track.createdAt = clock.instant();
    track.persist();
    audit.record(
        caller.getName(),
        before.isPresent() ? "captions.replaced" : "captions.added",
        video.id(),
        "%s, %s%s"
            .formatted(track.language, track.label, track.byDefault ? ", shown by default" : ""));
    return before.map(CaptionTrack::key);
  }

  /**
   * Ends the captions of a language.
   *
   * @return their object
   * @throws ProblemException as {@link #replace}, and {@code not-found} if there are none
   */
  @Transactional
  ObjectKey delete(String videoId, String language) {
    var video = requireVideo(videoId);
    var track =
        CaptionTrack.findOf(video.id(), language)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ErrorCode.NOT_FOUND, "The video has no captions in this language."));
    track.delete();
    audit.record(caller.getName(), "captions.deleted", video.id(), language);
    return track.key();
  }

  /** Forgets the captions of a video whose derived objects are removed. */
  @Transactional
  void forget(RandomId videoId) {
    CaptionTrack.delete("videoId", videoId.value());
  }

  private static void requireSpace(List<CaptionTrack> tracks, CaptionTrack added) {
    var others =
        tracks.stream()
            .filter(each -> !each.language.equals(added.language))
            .mapToLong(each -> each.size)
            .sum();
    if (others + added.size > MAX_BYTES) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "The captions of a video can have 10 MiB in all. Delete those of another language first.");
    }
  }

  /** A rejected video has no player that could show captions. */
  private Video requirePlayable(String videoId) {
    var video = requireVideo(videoId);
    if (video.isRejected()) {
      throw new ProblemException(
          ErrorCode.VIDEO_REJECTED, "It can't be played, so it can't have captions.");
    }
    return video;
  }

  private Video requireVideo(String videoId) {
    var video = videos.requireManaged(videoId);
    video.deletion().requireNotInTrash();
    return video;
  }
}
