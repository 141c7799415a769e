package dev.slipway.catalogue.timeline;

import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.VideoView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Builds timelines from the audit log and the row of the video. A timeline is for people who may
 * manage the video; callers check that.
 */
@ApplicationScoped
public class Timelines {
  private static final String UPLOAD_OPENED = "upload.opened";
  private static final String VIDEO_STORED = "video.stored";

  private final AuditLog audit;

  Timelines(AuditLog audit) {
    this.audit = audit;
  }

  /**
   * The entries about an upload whose file isn't stored, oldest first. A row says where many are
   * left out.
   */
  @Transactional
  public List<TimelineEntry> ofUpload(String id) {
    return timeline(audit.historyOf(id), entry -> List.of(TimelineEntry.of(entry)));
  }

  /** The entries about a video and its upload, oldest first. A row says where many are left out. */
  @Transactional
  public List<TimelineEntry> ofVideo(VideoView video) {
    var history = audit.historyOf(video.id);
    var entries = history.entries();
    var timeline =
        timeline(
            history,
            entry ->
                entry.action().equals(VIDEO_STORED)
                    ? List.of(
                        TimelineEntry.ofStored(video.storedAt, senderOfBytes(entries)),
                        TimelineEntry.ofCatalogued(entry, video.storedBy))
                    : List.of(TimelineEntry.of(entry)));
    if (entries.stream().noneMatch(entry -> entry.action().equals(VIDEO_STORED))) {
      addFromRow(timeline, video, senderOfBytes(entries));
    }
    return timeline;
  }

  private static List<TimelineEntry> timeline(
      AuditLog.History history, Function<AuditEntry, List<TimelineEntry>> rowsOf) {
    var timeline = new ArrayList<TimelineEntry>();
    for (var i = 0; i < history.entries().size(); i++) {
      var entry = history.entries().get(i);
      if (i == AuditLog.FIRST_ENTRIES && history.isAbridged()) {
        timeline.add(TimelineEntry.ofGap(entry.at()));
      }
      timeline.addAll(rowsOf.apply(entry));
    }
    return timeline;
  }

  /** Entries are deleted after some time; the row still says when the object was stored. */
  private static void addFromRow(
      List<TimelineEntry> timeline, VideoView video, Participant senderOfBytes) {
    var before =
        (int) timeline.stream().filter(entry -> entry.at().isBefore(video.cataloguedAt)).count();
    timeline.add(before, TimelineEntry.ofCatalogued(video.cataloguedAt, video.storedBy));
    timeline.add(before, TimelineEntry.ofStored(video.storedAt, senderOfBytes));
  }

  /**
   * An opened upload is sent to a signed URL, unless its entry says in which other way its bytes
   * arrive: through the application. Other tools can store objects without an upload.
   */
  static Participant senderOfBytes(List<AuditEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.action().equals(UPLOAD_OPENED))
        .findFirst()
        .map(entry -> entry.detail() == null ? Participant.CLIENT : Participant.APPLICATION)
        .orElse(null);
  }
}
