package dev.slipway.catalogue.pages;

import dev.slipway.audit.AuditEntry;
import java.time.Instant;

/** One thing that happened to a video. */
record TimelineEntry(Instant at, String what, String who) {
  static TimelineEntry of(AuditEntry entry) {
    return new TimelineEntry(entry.at(), sentence(entry), entry.actor());
  }

  private static String sentence(AuditEntry entry) {
    var words =
        switch (entry.action()) {
          case "upload.opened" -> "Upload opened";
          case "upload.resigned" -> "A fresh URL was signed";
          case "upload.recovered" -> "Upload known again, from the object's metadata";
          case "upload.aborted" -> "Upload given up";
          case "video.stored" -> "Stored and catalogued";
          case "upload.edited", "video.edited" -> "Details changed";
          case "video.missing" -> "Found missing from the store";
          case "video.corrected" -> "Corrected by the store's word";
          case "video.claimed" -> "Belongs to somebody again";
          case "video.found" -> "Back in the store";
          case "video.replaced" -> "Replaced by other bytes";
          case "object.removed" -> "An unwanted object was removed";
          default -> entry.action();
        };
    return entry.detail() == null ? words : words + ": " + entry.detail();
  }
}
