package dev.slipway.catalogue.bulkjob;

import dev.slipway.account.Account;
import dev.slipway.account.quota.Quotas;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.DeletionWriter;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoEditor;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.catalogue.bulkjob.BulkJobItems.Item;
import dev.slipway.catalogue.share.ShareLinks;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Changes one video of a bulk job, whose row is locked, by the same methods as a request for this
 * video alone. Every refusal comes before the first change, so that one doesn't spoil the
 * transaction of the others.
 */
@ApplicationScoped
class BulkOperations {
  private final DeletionWriter deletions;
  private final VideoEditor editor;
  private final VideoReprocessing processing;
  private final UploadOwners uploads;
  private final Quotas quotas;
  private final ShareLinks links;
  private final AuditLog audit;

  BulkOperations(
      DeletionWriter deletions,
      VideoEditor editor,
      VideoReprocessing processing,
      UploadOwners uploads,
      Quotas quotas,
      ShareLinks links,
      AuditLog audit) {
    this.deletions = deletions;
    this.editor = editor;
    this.processing = processing;
    this.uploads = uploads;
    this.quotas = quotas;
    this.links = links;
    this.audit = audit;
  }

  /**
   * Locks what an action locks besides the videos, before them: the accounts that get videos back,
   * so that none is removed meanwhile, and the uploads, which are locked before their videos
   * everywhere.
   */
  void lockBeforeVideos(BulkJob job, List<Item> batch) {
    if (job.action != BulkAction.OWNER || batch.isEmpty()) {
      return;
    }
    batch.stream()
        .map(Item::formerValue)
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .forEach(Account::lock);
    uploads.lock(Video.findUploadIds(batch.stream().map(Item::videoId).toList()));
  }

  /** Performs the job's action. */
  ItemResult apply(BulkJob job, Video video) {
    try {
      video.deletion().requireNotDeleted();
      requireCurrent(video);
      if (job.action.isReprocessing() && video.isRejected()) {
        return ItemResult.skipped(
            "The video was rejected, which is final. Its owner has to upload a corrected file.");
      }
      var actor = job.requestedBy;
      return switch (job.action) {
        case DELETE -> moveToTrash(video, actor);
        case RESTORE -> restore(video, actor);
        case RETRY ->
            processing.repeatFailed(video, actor)
                ? ItemResult.CHANGED
                : ItemResult.skipped("No processing step of this video has failed.");
        case PROBE ->
            processing.probeAgain(video, actor) ? ItemResult.CHANGED : ItemResult.UNCHANGED;
        case VISIBILITY -> changeVisibility(video, Visibility.parse(job.parameter), actor);
        case OWNER -> changeOwner(video, job.parameter, actor);
      };
    } catch (ProblemException refusal) {
      return ItemResult.failed(refusal);
    }
  }

  /**
   * Changes a video back, if it still has the value that a job gave it.
   *
   * @param formerValue what the job replaced
   * @param newValue what the job wrote
   */
  ItemResult undo(BulkJob undo, Video video, String formerValue, String newValue) {
    try {
      video.deletion().requireNotDeleted();
      requireCurrent(video);
      var actor = undo.requestedBy;
      return switch (undo.action) {
        case DELETE ->
            isUnchanged(newValue, trashTime(video))
                ? restore(video, actor)
                : ItemResult.skipped("It was restored, or moved to the trash again, since then.");
        case VISIBILITY ->
            isUnchanged(newValue, video.details().visibility().lowerCaseName())
                ? changeVisibility(video, Visibility.parse(formerValue), actor)
                : ItemResult.skipped("Its visibility was changed since then.");
        case OWNER ->
            isUnchanged(newValue, video.owner())
                ? changeOwner(video, formerValue, actor)
                : ItemResult.skipped("Its owner was changed since then.");
        case RESTORE, RETRY, PROBE -> throw new IllegalStateException(undo.action.name());
      };
    } catch (ProblemException refusal) {
      return ItemResult.failed(refusal);
    }
  }

  private ItemResult moveToTrash(Video video, String actor) {
    if (video.deletion().isInTrash()) {
      return ItemResult.UNCHANGED;
    }
    deletions.moveToTrash(video, actor);
    return ItemResult.changed(null, trashTime(video));
  }

  private ItemResult restore(Video video, String actor) {
    if (!video.deletion().isInTrash()) {
      return ItemResult.UNCHANGED;
    }
    deletions.restore(video, actor);
    return ItemResult.CHANGED;
  }

  private ItemResult changeVisibility(Video video, Visibility wanted, String actor) {
    video.deletion().requireNotInTrash();
    var former = video.details().visibility();
    return editor.changeVisibility(video, wanted, actor)
        ? ItemResult.changed(former.lowerCaseName(), wanted.lowerCaseName())
        : ItemResult.UNCHANGED;
  }

  /**
   * The video takes its bytes along, even beyond the quota of the account that gets it.
   *
   * @param newOwner null for nobody, as before the job that is undone
   */
  private ItemResult changeOwner(Video video, String newOwner, String actor) {
    var former = video.owner();
    if (Objects.equals(former, newOwner)) {
      return ItemResult.UNCHANGED;
    }
    var upload = video.uploadId();
    if (newOwner == null && upload.isPresent()) {
      return ItemResult.skipped("An upload has replaced its object since then.");
    }
    if (newOwner != null) {
      requireUsable(newOwner);
    }
    var generations = new ArrayList<>(List.of(video));
    generations.addAll(video.findAndLockOlderGenerations());
    generations.forEach(generation -> generation.moveTo(newOwner));
    upload.ifPresent(
        id -> {
          uploads.move(List.of(id), newOwner);
          quotas.move(List.of(id), newOwner);
        });
    audit.record(
        actor,
        "video.moved",
        video.id(),
        "from %s to %s"
            .formatted(
                Objects.requireNonNullElse(former, "nobody"),
                Objects.requireNonNullElse(newOwner, "nobody")));
    links.deleteOfFormerManagers(generations.stream().map(Video::id).toList(), newOwner, actor);
    return ItemResult.changed(former, newOwner);
  }

  private static void requireUsable(String account) {
    if (Account.<Account>findByIdOptional(account).filter(found -> !found.isRemoved()).isEmpty()) {
      throw new ProblemException(
          ErrorCode.ACCOUNT_REMOVED, "The account %s can't own videos.".formatted(account));
    }
  }

  private static void requireCurrent(Video video) {
    if (!video.isCurrent()) {
      throw new ProblemException(
          ErrorCode.VIDEO_REPLACED, "Change the video that replaced it, which its timeline names.");
    }
  }

  private static boolean isUnchanged(String expected, String actual) {
    return expected != null && expected.equals(actual);
  }

  /** When a video in the trash will be deleted identifies the change that moved it there. */
  private static String trashTime(Video video) {
    return video.deletion().isInTrash() ? format(video.deletion().deleteAfter()) : null;
  }

  private static String format(Instant time) {
    return time.toString();
  }
}
