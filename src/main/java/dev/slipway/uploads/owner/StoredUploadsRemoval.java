package dev.slipway.uploads.owner;

import dev.slipway.account.administration.RemovalStep;
import dev.slipway.account.administration.RemovedVideos;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/**
 * Gives the ended uploads of a removed account to the account that gets its videos, so that a file
 * that changes or arrives late belongs to that one too. Aborted ones stay: they are tombstones.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class StoredUploadsRemoval implements RemovalStep {
  /** The keys that let requests be repeated are unique for each owner. */
  private static final String MOVE =
      """
      update upload set owner = ?2, idempotency_key = null, version = version + 1
      where id in (
        select id from upload where owner = ?1 and status in ('STORED', 'EXPIRED')
        limit ?3 for update)
      """;

  private final EntityManager entities;

  StoredUploadsRemoval(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public int order() {
    return 3;
  }

  @Override
  public int run(Removal removal, int limit) {
    if (removal.videos() != RemovedVideos.MOVE) {
      return 0;
    }
    return entities
        .createNativeQuery(MOVE)
        .setParameter(1, removal.account())
        .setParameter(2, removal.newOwner())
        .setParameter(3, limit)
        .executeUpdate();
  }
}
