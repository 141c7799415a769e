package dev.slipway.lab.walk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.catalogue.timeline.TimelineEntry;
import dev.slipway.ingest.inbox.NotificationView;
import dev.slipway.storage.ChecksumType;
import dev.slipway.storage.StoredObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The records of one upload in the database and the store.
 *
 * @param upload the row, with the names of its columns
 * @param notifications about the object's key, oldest first; those that the application hasn't
 *     parsed yet are missing
 * @param object the store's answer to a HEAD request for the object; null if the catalogue has no
 *     video, or the store has no object
 * @param video the row of the video, with the names of its columns; null if there is none
 */
record WalkView(
    JsonNode upload,
    List<ReceivedNotification> notifications,
    ObjectAttributes object,
    JsonNode video,
    List<TimelineEntry> timeline) {

  /**
   * One notification of the inbox.
   *
   * @param body as the store sent it, apart from masked values; null if it contains something about
   *     other objects
   * @param masked whether values are masked
   */
  record ReceivedNotification(NotificationView notification, String body, boolean masked) {}

  /** The attributes of an object, as {@link StoredObject} describes them. */
  record ObjectAttributes(
      long size,
      String etag,
      String contentType,
      String checksumSha256,
      ChecksumType checksumType,
      Instant lastModified,
      Map<String, String> metadata) {
    static ObjectAttributes of(StoredObject object) {
      return new ObjectAttributes(
          object.size(),
          object.etag(),
          object.contentType(),
          object.checksumSha256(),
          object.checksumType(),
          object.modifiedAt(),
          object.metadata());
    }
  }
}
