package dev.slipway.sftp.files;

import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoFilter;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.web.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the caller's own videos by file name; those in the trash are not among them. */
@ApplicationScoped
@Transactional
class VideoFiles {
  private static final int PAGE_SIZE = 100;

  /** The same conditions as in the partial indexes, or PostgreSQL doesn't use them. */
  private static final String SHOWN =
      "owner = ?1 and latest = true and deletion.deleteAfter is null"
          + " and deletion.deletedAt is null";

  private final Videos videos;
  private final CurrentAccount caller;

  VideoFiles(Videos videos, CurrentAccount caller) {
    this.videos = videos;
    this.caller = caller;
  }

  /**
   * Lists the newest videos first.
   *
   * @param cursor the {@code next} of the page before; null for the first page
   */
  Page<VideoView, String> page(String cursor) {
    var filter = VideoFilter.ALL.ownedBy(caller.getName()).startingAfter(cursor);
    return videos.listVisible(filter, PAGE_SIZE).map(VideoView::of);
  }

  /** Finds the newest video with a file name. */
  Optional<VideoView> findNewestNamed(String fileName) {
    return Video.<Video>find(
            SHOWN + " and fileName = ?2 order by storedAt desc, id desc",
            caller.getName(),
            fileName)
        .firstResultOptional()
        .map(VideoView::of);
  }

  Optional<VideoView> find(String id) {
    return Video.<Video>find(SHOWN + " and id = ?2", caller.getName(), id)
        .firstResultOptional()
        .map(VideoView::of);
  }

  /** Returns those of the ids whose video is the newest with its file name. */
  Set<String> selectNewestOfTheirName(List<String> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    var newest =
        Video.getEntityManager()
            .createQuery(
                """
                select v.id from Video v where v.id in :ids and not exists (
                  select 1 from Video newer
                  where newer.owner = v.owner and newer.fileName = v.fileName
                    and newer.latest = true and newer.deletion.deleteAfter is null
                    and newer.deletion.deletedAt is null
                    and (newer.storedAt, newer.id) > (v.storedAt, v.id))
                """,
                String.class)
            .setParameter("ids", ids)
            .getResultList();
    return new HashSet<>(newest);
  }
}
