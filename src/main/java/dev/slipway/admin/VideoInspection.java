package dev.slipway.admin;

import dev.slipway.audit.AuditEntryView;
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
 * @param stored what the store says about the object now
 * @param timeline the first hundred entries
 * @param notifications about its key, the latest ones first
 * @param hasMoreNotifications whether there are more than these
 * @param entries of the audit log, the latest ones first
 */
record VideoInspection(
    VideoView video,
    StoreAnswer stored,
    List<TimelineEntry> timeline,
    List<NotificationView> notifications,
    boolean hasMoreNotifications,
    List<MediaJobView> jobs,
    List<ShareLinkView> links,
    List<AuditEntryView> entries) {

  /**
   * What the store answers to HEAD, beside what the catalogue has.
   *
   * @param problem why there is no answer, or that the object is missing; null if it is there
   * @param facts empty if there is a problem
   * @param metadata the user metadata of the object, each with its name
   */
  record StoreAnswer(String problem, List<Fact> facts, List<String> metadata) {
    static StoreAnswer problem(String text) {
      return new StoreAnswer(text, List.of(), List.of());
    }

    static StoreAnswer of(VideoView video, StoredObject object) {
      return new StoreAnswer(
          null,
          List.of(
              Fact.of("Size", video.size, object.size(), Formats::exactBytes),
              Fact.of("ETag", video.etag, object.etag(), Function.identity()),
              Fact.of("Type", video.declaredType, object.contentType(), Function.identity()),
              Fact.of(
                  "SHA-256", video.checksumSha256, object.checksumSha256(), Function.identity()),
              Fact.of("Stored", video.storedAt, object.modifiedAt(), Formats::iso)),
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
  record Fact(String name, String catalogued, String stored) {
    static <T> Fact of(String name, T catalogued, T stored, Function<T, String> format) {
      return new Fact(
          name,
          catalogued == null ? null : format.apply(catalogued),
          stored == null ? null : format.apply(stored));
    }

    public boolean differs() {
      return !Objects.equals(catalogued, stored);
    }
  }
}
