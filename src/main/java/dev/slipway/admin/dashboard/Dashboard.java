package dev.slipway.admin.dashboard;

import dev.slipway.admin.dashboard.LagHistogram.Lag;
import dev.slipway.ingest.inbox.NotificationQueue.InboxBacklog;
import dev.slipway.processing.MediaJobs.MediaJobPage;
import dev.slipway.reconcile.ReconciliationView;
import dev.slipway.uploads.UploadQueries.OpenUploads;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The numbers of the dashboard, as the API returns them. Days are in UTC, and a video belongs to
 * the day on which the store received its object. {@code docs/dashboard.md} defines each number.
 *
 * @param days how many days, the current one included
 * @param from the first day
 * @param to the current day
 * @param asOf until when all changes of videos are counted; null until all were counted once
 * @param countedPercent how many of the videos have been counted once, about; 100 in general
 * @param pendingChanges recorded changes that are not counted yet, at most {@link
 *     #MAX_PENDING_CHANGES}
 * @param pendingChangesIsExact whether there are no more than these
 * @param total of all days
 * @param byDay each day, the oldest first, also those without a video
 * @param rejections by reason, the most frequent first
 * @param storage of all videos, whenever they were stored
 * @param inbox notifications now, at most {@link #MAX_BACKLOG}
 * @param jobs media jobs now, at most 100,000
 * @param openUploads now, at most {@link #MAX_BACKLOG}
 * @param drift the newest reconciliation that has ended; null without one
 */
record Dashboard(
    int days,
    LocalDate from,
    LocalDate to,
    Instant asOf,
    int countedPercent,
    long pendingChanges,
    boolean pendingChangesIsExact,
    Numbers total,
    List<Day> byDay,
    List<RejectionCount> rejections,
    Storage storage,
    InboxBacklog inbox,
    MediaJobPage.Counts jobs,
    OpenUploads openUploads,
    ReconciliationView drift) {
  static final int MAX_PENDING_CHANGES = 10_000;
  static final int MAX_BACKLOG = 10_000;

  /**
   * @param videos whose object the store received, also those that were deleted since
   * @param bytes of their objects
   * @param reconciled those that a reconciliation found, because neither a notification nor a
   *     completion reported them
   * @param rejected those that were rejected, whenever that happened
   * @param lag null without a video
   */
  record Numbers(long videos, long bytes, long reconciled, long rejected, Lag lag) {
    static final Numbers NONE = new Numbers(0, 0, 0, 0, null);
  }

  record Day(LocalDate day, Numbers numbers) {}

  /**
   * @param reason the code of the rejection, which a newer version may have stored
   */
  record RejectionCount(String reason, long videos) {}

  /**
   * @param total of all owners
   * @param accounts the owners that have most, at most {@link Storage#MAX_ACCOUNTS}
   * @param rest of all other owners
   */
  record Storage(Stored total, List<AccountStorage> accounts, Stored rest) {
    static final int MAX_ACCOUNTS = 20;
  }

  /**
   * Videos whose object is in the store.
   *
   * @param trashVideos those in the trash, and deleted ones that are to be removed
   */
  record Stored(long videos, long bytes, long trashVideos, long trashBytes) {
    static final Stored NONE = new Stored(0, 0, 0, 0);

    Stored plus(Stored other) {
      return new Stored(
          videos + other.videos,
          bytes + other.bytes,
          trashVideos + other.trashVideos,
          trashBytes + other.trashBytes);
    }

    Stored minus(Stored other) {
      return new Stored(
          videos - other.videos,
          bytes - other.bytes,
          trashVideos - other.trashVideos,
          trashBytes - other.trashBytes);
    }
  }

  /**
   * @param owner null for videos without an owner
   */
  record AccountStorage(String owner, Stored stored) {}

  /** Whether some videos have never been counted, so that the numbers are incomplete. */
  public boolean isIncomplete() {
    return asOf == null;
  }
}
