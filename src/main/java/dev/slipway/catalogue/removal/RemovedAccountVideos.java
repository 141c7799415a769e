package dev.slipway.catalogue.removal;

import dev.slipway.account.administration.RemovalStep;
import dev.slipway.account.quota.Quotas;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.DeletionWriter;
import dev.slipway.catalogue.Video;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * Moves the videos of a removed account to another account or to the trash. A video that moves
 * takes its bytes along, even beyond the quota of the account that gets it, because otherwise some
 * videos would stay behind.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class RemovedAccountVideos implements RemovalStep {
  private static final String SHOWN =
      "owner = ?1 and latest = true and deletion.deleteAfter is null and deletion.deletedAt is null";

  private static final String IN_TRASH =
      "owner = ?1 and latest = true and deletion.deleteAfter is not null"
          + " and deletion.deletedAt is null";

  private final DeletionWriter deletions;
  private final Quotas quotas;
  private final AuditLog audit;

  RemovedAccountVideos(DeletionWriter deletions, Quotas quotas, AuditLog audit) {
    this.deletions = deletions;
    this.quotas = quotas;
    this.audit = audit;
  }

  @Override
  public int order() {
    return 2;
  }

  @Override
  public int run(Removal removal, int limit) {
    return switch (removal.videos()) {
      case MOVE -> move(removal, limit);
      case TRASH -> moveToTrash(removal, limit);
      case KEEP -> 0;
    };
  }

  private int move(Removal removal, int limit) {
    var shown = find(SHOWN, removal, limit);
    var videos = shown.isEmpty() ? find(IN_TRASH, removal, limit) : shown;
    for (var video : videos) {
      var generations = video.findAndLockOlderGenerations();
      generations.forEach(older -> older.moveTo(removal.newOwner()));
      video.moveTo(removal.newOwner());
      audit.record(
          removal.requestedBy(),
          "video.moved",
          video.id(),
          "from %s to %s".formatted(removal.account(), removal.newOwner()));
    }
    quotas.move(
        videos.stream().flatMap(video -> video.uploadId().stream()).toList(), removal.newOwner());
    return videos.size();
  }

  private int moveToTrash(Removal removal, int limit) {
    var videos = find(SHOWN, removal, limit);
    videos.forEach(video -> deletions.moveToTrash(video, removal.requestedBy()));
    return videos.size();
  }

  private static List<Video> find(String condition, Removal removal, int limit) {
    while (true) {
      var ids =
          Video.getEntityManager()
              .createQuery("select id from Video where " + condition, String.class)
              .setParameter(1, removal.account())
              .setMaxResults(limit)
              .getResultList();
      // In the order of their ids, as everywhere, to avoid deadlocks.
      var videos =
          Video.<Video>find("id in ?2 and " + condition + " order by id", removal.account(), ids)
              .withLock(LockModeType.PESSIMISTIC_WRITE)
              .list();
      // Others may have changed all of them between the two queries.
      if (ids.isEmpty() || !videos.isEmpty()) {
        return videos;
      }
    }
  }
}
