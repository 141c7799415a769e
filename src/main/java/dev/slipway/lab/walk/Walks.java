package dev.slipway.lab.walk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.timeline.Timelines;
import dev.slipway.ingest.inbox.InboxService;
import dev.slipway.ingest.inbox.NotificationFilter;
import dev.slipway.ingest.inbox.NotificationView;
import dev.slipway.lab.walk.WalkView.ObjectAttributes;
import dev.slipway.lab.walk.WalkView.ReceivedNotification;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.uploads.UploadQueries;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Collects what the database and the store have about an upload. Each part is found by its key. */
@ApplicationScoped
class Walks {
  private static final int MAX_NOTIFICATIONS = 20;

  private final UploadQueries uploads;
  private final InboxService inbox;
  private final NotificationBodies bodies;
  private final ObjectStore store;
  private final Videos videos;
  private final Timelines timelines;
  private final CurrentAccount caller;
  private final ObjectMapper json;

  Walks(
      UploadQueries uploads,
      InboxService inbox,
      NotificationBodies bodies,
      ObjectStore store,
      Videos videos,
      Timelines timelines,
      CurrentAccount caller,
      ObjectMapper json) {
    this.uploads = uploads;
    this.inbox = inbox;
    this.bodies = bodies;
    this.store = store;
    this.videos = videos;
    this.timelines = timelines;
    this.caller = caller;
    this.json = json;
  }

  /**
   * @throws ProblemException {@code not-found}, also if the caller may not manage the upload
   * @throws StoreUnavailableException if the store doesn't answer about an object of the catalogue
   */
  WalkView require(String id) {
    var upload = uploads.requireRow(id);
    var key = ObjectKey.ofSource(new RandomId(id));
    var row = videos.findManagedRow(id);
    var video = row.flatMap(found -> videos.findVisible(id)).map(VideoView::of);
    return new WalkView(
        parse(upload),
        findNotifications(key),
        video.flatMap(found -> store.head(key)).map(ObjectAttributes::of).orElse(null),
        row.map(this::parse).orElse(null),
        video.map(timelines::ofVideo).orElseGet(() -> timelines.ofUpload(id)));
  }

  private List<ReceivedNotification> findNotifications(ObjectKey key) {
    var filter = NotificationFilter.of(null, key.value());
    var newestFirst = inbox.findPage(filter, null, MAX_NOTIFICATIONS).items();
    var notifications = new ArrayList<ReceivedNotification>();
    newestFirst.forEach(item -> notifications.add(read(item, key)));
    Collections.reverse(notifications);
    return notifications;
  }

  private ReceivedNotification read(NotificationView notification, ObjectKey key) {
    var body = inbox.requireBody(notification.id());
    if (caller.isAdmin()) {
      var text = new String(body, StandardCharsets.UTF_8);
      return new ReceivedNotification(notification, text, false);
    }
    Optional<String> masked = bodies.maskFor(key, body);
    return new ReceivedNotification(notification, masked.orElse(null), masked.isPresent());
  }

  private JsonNode parse(String row) {
    try {
      return json.readTree(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL has written this JSON", e);
    }
  }
}
