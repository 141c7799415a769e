package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.catalogue.bulk.BulkChanges;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the notice that follows a change of several videos. The address of the page names the
 * videos; the notice says what is so with them, so a link can't claim what did not happen.
 */
@ApplicationScoped
class BulkNotices {
  private final Videos videos;

  BulkNotices(Videos videos) {
    this.videos = videos;
  }

  /**
   * @param trashed ids of videos that were moved to the trash, separated by commas, or null
   * @param restored those that were taken out of it
   * @param deleted those that were deleted permanently
   * @param edited those whose visibility was changed
   * @param failed those that could not be changed because of their state
   * @param skipped those that were not changed because the database was unavailable
   * @param none whether none was selected
   * @return the notice; null if there is nothing to say
   */
  @Transactional
  BulkNotice of(
      String trashed,
      String restored,
      String deleted,
      String edited,
      String failed,
      String skipped,
      boolean none) {
    var inTrash = find(trashed).filter(video -> video.deletion().isInTrash()).toList();
    var back = find(restored).filter(BulkNotices::isListed).count();
    var changed = find(edited).filter(BulkNotices::isListed).toList();
    var notice =
        new BulkNotice(
            inTrash.stream().map(Video::id).toList(),
            back,
            find(deleted).filter(Video::isDeleted).count(),
            changed.size(),
            commonVisibility(changed).map(Visibility::lowerCaseName).orElse(null),
            find(failed).filter(video -> !isListed(video)).count(),
            find(skipped).filter(video -> video.isCurrent() && !video.isDeleted()).count(),
            none);
    return notice.isEmpty() ? null : notice;
  }

  private Stream<Video> find(String list) {
    return list == null
        ? Stream.empty()
        : videos
            .listManaged(Stream.of(list.split(",")).limit(BulkChanges.MAX_VIDEOS).toList())
            .stream();
  }

  private static boolean isListed(Video video) {
    return video.isCurrent() && !video.isDeleted() && !video.deletion().isInTrash();
  }

  private static Optional<Visibility> commonVisibility(List<Video> changed) {
    var all = changed.stream().map(video -> video.details().visibility()).distinct().toList();
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  /**
   * The result of a change of several videos.
   *
   * @param trashed the ids of those in the trash, which the notice can restore
   * @param visibility that all of the edited ones have; null if they differ
   * @param failed how many of the caller's videos are not in the list any more
   * @param skipped how many were left as they were, and can be changed again
   */
  record BulkNotice(
      List<String> trashed,
      long restored,
      long deleted,
      long edited,
      String visibility,
      long failed,
      long skipped,
      boolean none) {
    private boolean isEmpty() {
      return trashed.isEmpty() && restored + deleted + edited + failed + skipped == 0 && !none;
    }
  }
}
