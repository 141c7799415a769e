package dev.slipway.processing;

import dev.slipway.web.Page;
import java.util.List;

/**
 * One page of media jobs, newest first, and how many there are in all.
 *
 * @param next the parameter {@code after} of the next page; null on the last page
 */
public record MediaJobPage(Counts counts, List<MediaJobView> items, Long next) {
  /**
   * @param found up to one item more than the limit, which shows that there is a next page
   */
  static MediaJobPage of(JobBacklog.Counts counts, List<MediaJobView> found, int limit) {
    var page = Page.of(found, limit, MediaJobView::id);
    return new MediaJobPage(
        new Counts(counts.queued(), counts.running(), counts.dead()), page.items(), page.next());
  }

  /** How many jobs wait, run, and failed too often. */
  public record Counts(long queued, long running, long dead) {}
}
