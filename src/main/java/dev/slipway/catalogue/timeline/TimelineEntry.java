package dev.slipway.catalogue.timeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.web.SequenceArrow;
import java.time.Instant;

/**
 * One message of a video's timeline.
 *
 * @param wholeSeconds whether {@code at} is the store's time, which has whole seconds; otherwise it
 *     is the application's
 * @param what happened, in words for people
 * @param account that requested it; null if no account did
 * @param to the same as {@code from} if one participant acts alone
 */
public record TimelineEntry(
    Instant at,
    boolean wholeSeconds,
    String what,
    String account,
    Participant from,
    Participant to) {
  /** An audit entry as a message to the application, or from it to the store. */
  static TimelineEntry of(AuditEntry entry) {
    return create(entry, describe(entry.action()), senderOf(entry), receiverOf(entry.action()));
  }

  /** The audit entry of a new row, as the message that caused the catalogue sync. */
  static TimelineEntry ofCatalogued(AuditEntry entry, String storedBy) {
    var unrecorded = ofCatalogued(entry.at(), storedBy);
    return create(entry, unrecorded.what, unrecorded.from, unrecorded.to);
  }

  /** Creates the entry of a row without an audit entry, because that has been deleted. */
  static TimelineEntry ofCatalogued(Instant at, String storedBy) {
    return switch (storedBy) {
      case "notification" ->
          ofRow(at, "Catalogued by notification", Participant.STORE, Participant.APPLICATION);
      case "completion" ->
          ofRow(at, "Catalogued by completion", Participant.CLIENT, Participant.APPLICATION);
      case "reconcile" ->
          ofRow(at, "Catalogued by reconciliation", Participant.APPLICATION, Participant.STORE);
      default -> ofRow(at, "Catalogued", Participant.APPLICATION, Participant.APPLICATION);
    };
  }

  /**
   * The bytes arrive in the store.
   *
   * @param sender null if it isn't known
   */
  static TimelineEntry ofStored(Instant storedAt, Participant sender) {
    var from = sender == null ? Participant.STORE : sender;
    return new TimelineEntry(storedAt, true, "Object stored", null, from, Participant.STORE);
  }

  /** Stands for entries that are left out. */
  static TimelineEntry ofGap(Instant end) {
    return ofRow(
        end,
        "Entries between these are not shown",
        Participant.APPLICATION,
        Participant.APPLICATION);
  }

  @JsonIgnore
  public SequenceArrow arrow() {
    return new SequenceArrow(from.lane(), to.lane(), Participant.values().length);
  }

  static String describe(String action) {
    return switch (action) {
      case "upload.opened" -> "Upload opened";
      case "upload.resigned" -> "New upload URL signed";
      case "upload.recovered" -> "Upload recovered from the object's metadata";
      case "upload.aborted" -> "Upload aborted";
      case "upload.expired" -> "Upload expired";
      case "video.stored" -> "Catalogued";
      case "processing.started" -> "Processing started";
      case "processing.failed" -> "An attempt to process the video failed";
      case "processing.dead" -> "Processing stopped after several failed attempts";
      case "processing.requested" -> "Processing requested again";
      case "processing.dismissed" -> "Failed processing dismissed";
      case "video.ready" -> "Ready";
      case "video.rejected" -> "Rejected";
      case "video.probed" -> "Format read";
      case "poster.chosen" -> "Poster chosen";
      case "poster.reset" -> "Poster reset to automatic";
      case "poster.refused" -> "The chosen poster can't be used";
      case "video.renditions" -> "Renditions for streaming";
      case "upload.edited", "video.edited" -> "Details changed";
      case "captions.added" -> "Captions added";
      case "captions.replaced" -> "Captions replaced";
      case "captions.deleted" -> "Captions deleted";
      case "video.missing" -> "Object missing from the store";
      case "video.corrected" -> "Updated from the store";
      case "video.unreadable" -> "Owner unknown: the object's metadata can't be decrypted";
      case "video.moved" -> "Moved to another owner";
      case "video.claimed" -> "Assigned to its owner";
      case "video.found" -> "Object found in the store again";
      case "video.replaced" -> "Replaced by a new generation";
      case "share.created" -> "Share link created";
      case "share.revoked" -> "Share link revoked";
      case "video.trashed" -> "Moved to the trash";
      case "video.restored" -> "Restored from the trash";
      case "deletion.signed" -> "URL for deletion signed";
      case "video.deleted" -> "Deleted permanently";
      case "video.purged" -> "Removed from the store";
      case "object.removed" -> "Object removed, because its upload or video had been deleted";
      default -> action;
    };
  }

  private static TimelineEntry ofRow(Instant at, String what, Participant from, Participant to) {
    return new TimelineEntry(at, false, what, null, from, to);
  }

  private static TimelineEntry create(
      AuditEntry entry, String text, Participant from, Participant to) {
    var what = entry.detail() == null ? text : text + ": " + entry.detail();
    var isAccount = !entry.actor().equals(AuditLog.STORE) && !entry.actor().equals(AuditLog.SYSTEM);
    return new TimelineEntry(entry.at(), false, what, isAccount ? entry.actor() : null, from, to);
  }

  /** Removals are sent by the application, also on behalf of an account. */
  private static Participant senderOf(AuditEntry entry) {
    if (receiverOf(entry.action()) == Participant.STORE) {
      return Participant.APPLICATION;
    }
    return switch (entry.actor()) {
      case AuditLog.STORE -> Participant.STORE;
      case AuditLog.SYSTEM -> Participant.APPLICATION;
      default -> Participant.CLIENT;
    };
  }

  private static Participant receiverOf(String action) {
    return switch (action) {
      case "video.purged", "object.removed" -> Participant.STORE;
      default -> Participant.APPLICATION;
    };
  }
}
