package dev.slipway.admin;

import dev.slipway.admin.VideoInspection.StoreAnswer;
import dev.slipway.audit.AuditEntries;
import dev.slipway.audit.AuditFilter;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoStatus;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.share.ShareLinks;
import dev.slipway.catalogue.sync.PendingUploads;
import dev.slipway.catalogue.timeline.Timelines;
import dev.slipway.ingest.inbox.InboxService;
import dev.slipway.ingest.inbox.NotificationFilter;
import dev.slipway.processing.MediaJobs;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreRefusalException;
import dev.slipway.storage.StoreUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Collects what is known about a video, in the database and in the store. */
@ApplicationScoped
class VideoInspector {
  private static final int MAX_NOTIFICATIONS = 20;
  private static final int MAX_ENTRIES = 20;
  private static final String REPLACED = "The object under this key is that of a newer video.";

  private final Videos videos;
  private final PendingUploads uploads;
  private final VideoUrlSigner signer;
  private final Timelines timelines;
  private final InboxService inbox;
  private final MediaJobs jobs;
  private final ShareLinks links;
  private final AuditEntries audit;
  private final ObjectStore store;

  VideoInspector(
      Videos videos,
      PendingUploads uploads,
      VideoUrlSigner signer,
      Timelines timelines,
      InboxService inbox,
      MediaJobs jobs,
      ShareLinks links,
      AuditEntries audit,
      ObjectStore store) {
    this.videos = videos;
    this.uploads = uploads;
    this.signer = signer;
    this.timelines = timelines;
    this.inbox = inbox;
    this.jobs = jobs;
    this.links = links;
    this.audit = audit;
    this.store = store;
  }

  /** Whether an upload with this id has no video yet. */
  @Transactional
  boolean isUnfinishedUpload(String id) {
    return RandomId.isValid(id) && uploads.findUnfinished(new RandomId(id)).isPresent();
  }

  /**
   * Collects it. The store is asked outside of any transaction.
   *
   * @return empty if there is no such video
   */
  Optional<VideoInspection> inspect(String id) {
    return videos.findVisible(id).map(this::inspect);
  }

  private VideoInspection inspect(Video row) {
    var video = VideoView.of(row, signer);
    var replacing = videos.findReplacing(row);
    var key = new NotificationFilter(null, video.location.key(), true);
    var notifications = inbox.findPage(key, null, MAX_NOTIFICATIONS);
    return new VideoInspection(
        video,
        replacing.map(Video::id).orElse(null),
        replacing.filter(Video::isObjectPresent).isPresent()
            ? StoreAnswer.problem(REPLACED)
            : ask(video),
        timelines.ofVideo(video),
        notifications.items(),
        notifications.next() != null,
        jobs.listOf(video.id),
        isDeleted(video) ? List.of() : links.list(video.id),
        audit.findPage(about(video.id), null, null, MAX_ENTRIES).items());
  }

  private static AuditFilter about(String id) {
    return new AuditFilter(null, null, id, null, null, null, null);
  }

  private static boolean isDeleted(VideoView video) {
    return video.status.equals(VideoStatus.DELETED.name());
  }

  private StoreAnswer ask(VideoView video) {
    if (!video.location.bucket().equals(store.bucket())) {
      return StoreAnswer.problem(
          "The object is in the bucket %s, which this installation doesn’t use now."
              .formatted(video.location.bucket()));
    }
    try {
      return store
          .head(new ObjectKey(video.location.key()))
          .map(object -> StoreAnswer.of(video, object))
          .orElseGet(
              () ->
                  isDeleted(video)
                      ? StoreAnswer.problem(
                          "The store has no object under this key, as expected of a deleted video.")
                      : StoreAnswer.missing());
    } catch (StoreUnavailableException unavailable) {
      return StoreAnswer.problem("The store didn’t answer.");
    } catch (StoreRefusalException refusal) {
      return StoreAnswer.problem("The store refuses this key: " + refusal.getMessage());
    }
  }
}
