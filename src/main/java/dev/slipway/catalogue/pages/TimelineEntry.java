package dev.slipway.catalogue.pages;

import dev.slipway.audit.AuditEntry;
import java.time.Instant;

/** One entry of a video's timeline: an audit entry in words for people. */
record TimelineEntry(Instant at, String what, String who) {
  static TimelineEntry of(AuditEntry entry) {
    var action = describe(entry.action());
    var what = entry.detail() == null ? action : action + ": " + entry.detail();
    return new TimelineEntry(entry.at(), what, entry.actor());
  }

  static String describe(String action) {
    return switch (action) {
      case "upload.opened" -> "Upload opened";
      case "upload.resigned" -> "New upload URL signed";
      case "upload.recovered" -> "Upload recovered from the object's metadata";
      case "upload.aborted" -> "Upload aborted";
      case "upload.expired" -> "Upload expired";
      case "video.stored" -> "Stored and catalogued";
      case "upload.edited", "video.edited" -> "Details changed";
      case "video.missing" -> "Object missing from the store";
      case "video.corrected" -> "Corrected to what the store reports";
      case "video.unreadable" -> "Owner unknown: the object's metadata can't be decrypted";
      case "video.claimed" -> "Assigned to its owner";
      case "video.found" -> "Object found in the store again";
      case "video.replaced" -> "Replaced by a new generation";
      case "video.trashed" -> "Moved to the trash";
      case "video.restored" -> "Restored from the trash";
      case "deletion.signed" -> "URL signed that deletes the video in the store";
      case "video.deleted" -> "Deleted permanently";
      case "video.purged" -> "Removed from the store";
      case "object.removed" -> "Object removed, because its upload or video had been deleted";
      default -> action;
    };
  }
}
