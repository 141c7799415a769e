package dev.slipway.admin;

import dev.slipway.audit.AuditEntryView;
import dev.slipway.catalogue.VideoStatus;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.share.ShareLinkView;
import dev.slipway.catalogue.timeline.TimelineEntry;
import dev.slipway.ingest.inbox.NotificationView;
import dev.slipway.processing.MediaJobView;
import dev.slipway.storage.StoredObject;
import dev.slipway.web.Formats;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Everything that is known about a video, for administrators.
 *
 * @param replacedBy the id of the video whose file has replaced this one under the same key; null
 *     if none has
 * @param stored what the store says about the object now
 * @param notifications about its key, the latest ones first
 * @param hasMoreNotifications whether there are more than these
 * @param entries of the audit log, the latest ones first
 */
record VideoInspection(
    VideoView video,
    String replacedBy,
    StoreAnswer stored,
    List<TimelineEntry> timeline,
    List<NotificationView> notifications,
    boolean hasMoreNotifications,
    List<MediaJobView> jobs,
    List<ShareLinkView> links,
    List<AuditEntryView> entries) {

  /** Whether a media job failed too often, so that it can be retried. */
  public boolean hasFailedJob() {
    return jobs.stream().anyMatch(MediaJobView::failed);
  }

  /** Whether its media jobs can run, as far as the video and the store are concerned. */
  public boolean isProcessable() {
    return video.deleteAfter == null
        && replacedBy == null
        && !stored.isMissing()
        && switch (VideoStatus.valueOf(video.status)) {
          case PROCESSING, READY -> true;
          case REJECTED, DELETED -> false;
        };
  }

  /**
   * What the store answers to HEAD, beside what the catalogue has.
   *
   * @param problem why there is no answer, or that the object is missing; null if it is there
   * @param isMissing whether the store has no object although the video is not deleted
   * @param facts empty if there is a problem
   * @param metadata the user metadata of the object, each with its name
   */
  record StoreAnswer(String problem, boolean isMissing, List<Fact> facts, List<String> metadata) {
    static StoreAnswer problem(String text) {
      return new StoreAnswer(text, false, List.of(), List.of());
    }

    static StoreAnswer missing() {
      return new StoreAnswer(
          "The store has no object under this key, so the video can’t be played.",
          true,
          List.of(),
          List.of());
    }

    static StoreAnswer of(VideoView video, StoredObject object) {
      return new StoreAnswer(
          null,
          false,
          List.of(
              Fact.of("Size", video.size, object.size(), Formats::exactBytes),
              Fact.of("ETag", video.etag, object.etag(), Function.identity()),
              Fact.of("Type", video.declaredType, object.contentType(), Function.identity()),
              Fact.of(
                  "SHA-256", video.checksumSha256, object.checksumSha256(), Function.identity()),
              // A copy, such as one from a backup, is newer than its video.
              Fact.of("Stored", video.storedAt, object.modifiedAt(), Formats::iso).uncompared()),
          object.metadata().entrySet().stream()
              .map(entry -> entry.getKey() + ": " + entry.getValue())
              .sorted()
              .toList());
    }

    /** Whether something differs from the catalogue. */
    public boolean differs() {
      return facts.stream().anyMatch(Fact::differs);
    }
  }

  /**
   * One attribute of the object.
   *
   * @param catalogued null if the catalogue has none
   * @param stored null if the store has none
   */
  record Fact(String name, String catalogued, String stored, boolean differs) {
    static <T> Fact of(String name, T catalogued, T stored, Function<T, String> format) {
      var left = catalogued == null ? null : format.apply(catalogued);
      var right = stored == null ? null : format.apply(stored);
      return new Fact(name, left, right, !Objects.equals(left, right));
    }

    Fact uncompared() {
      return new Fact(name, catalogued, stored, false);
    }
  }
}
