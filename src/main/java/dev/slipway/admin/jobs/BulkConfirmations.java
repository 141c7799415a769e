package dev.slipway.admin.jobs;

import dev.slipway.catalogue.TrashConfig;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoStatus;
import dev.slipway.catalogue.bulkjob.BulkAction;
import dev.slipway.catalogue.listing.FilterField;
import dev.slipway.catalogue.listing.ListingFilter;
import dev.slipway.catalogue.listing.ListingTotal;
import dev.slipway.catalogue.listing.VideoListing;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Finds out what a bulk job would do, before an administrator confirms it. */
@ApplicationScoped
class BulkConfirmations {
  private static final String REJECTED = VideoStatus.REJECTED.name();

  private final VideoListing listing;
  private final TrashConfig trash;
  private final Clock clock;

  BulkConfirmations(VideoListing listing, TrashConfig trash, Clock clock) {
    this.listing = listing;
    this.trash = trash;
    this.clock = clock;
  }

  /**
   * What the page asks.
   *
   * @param total how many videos are selected
   * @param rejected how many of them the action can't change because they were rejected; null if
   *     counting them took too long
   * @param removedAt when videos that move to the trash now are deleted permanently
   * @param refusal why the job was not begun before; null if nobody has tried
   */
  record BulkConfirmation(
      BulkSelection selection,
      ListingTotal total,
      ListingTotal rejected,
      Instant removedAt,
      Refusal refusal) {
    public BulkAction action() {
      return selection.action();
    }

    public boolean single() {
      return total.videos() == 1;
    }

    /** Such as {@code 2,446 videos}. */
    public String videos() {
      return total.text() + (single() ? " video" : " videos");
    }

    /** Whether the job could not change any of the videos. */
    public boolean unchangeable() {
      return rejected != null
          && rejected.videos() > 0
          && rejected.isExact()
          && total.isExact()
          && rejected.videos() >= total.videos();
    }

    public boolean someRejected() {
      return rejected != null && rejected.videos() > 0;
    }
  }

  /**
   * Why a job was not begun.
   *
   * @param owner the new owner as typed, or null
   * @param isOfOwner whether another owner has to be typed
   */
  record Refusal(String text, String owner, boolean isOfOwner) {}

  /**
   * Counts the videos of a selection.
   *
   * @throws ProblemException {@code search-timeout}
   */
  BulkConfirmation read(BulkSelection selection) {
    return read(selection, null);
  }

  /** The same, after a job was not begun. */
  BulkConfirmation read(BulkSelection selection, Refusal refusal) {
    var filter = selection.filter();
    var total =
        filter == null ? ListingTotal.counted(selection.ids().size()) : listing.count(filter);
    var rejected =
        selection.action().isReprocessing()
            ? countRejected(selection, total)
            : ListingTotal.counted(0);
    return new BulkConfirmation(
        selection, total, rejected, clock.instant().plus(trash.keep()), refusal);
  }

  private ListingTotal countRejected(BulkSelection selection, ListingTotal total) {
    if (selection.filter() == null) {
      return ListingTotal.counted(Video.countRejected(selection.ids()));
    }
    if (isForRejected(selection.filter())) {
      return total;
    }
    return selection.filter().texts().containsKey(FilterField.STATUS)
        ? ListingTotal.counted(0)
        : countWithin(selection.filter());
  }

  /** The job skips rejected videos anyway, so it can begin without their number. */
  private ListingTotal countWithin(ListingFilter filter) {
    try {
      return listing.count(filter.with(FilterField.STATUS, REJECTED));
    } catch (ProblemException refusal) {
      if (refusal.code() == ErrorCode.SEARCH_TIMEOUT) {
        return null;
      }
      throw refusal;
    }
  }

  private static boolean isForRejected(ListingFilter filter) {
    return filter.texts().containsKey(FilterField.REJECTION)
        || REJECTED.equals(filter.texts().get(FilterField.STATUS));
  }
}
