package dev.slipway.uploads.owner;

import dev.slipway.account.administration.RemovalStep;
import dev.slipway.uploads.UploadLifecycle;
import dev.slipway.web.NativeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/**
 * Aborts the open uploads of a removed account. The sweeper of abandoned uploads removes their
 * parts from the store, and a file that still arrives finds a tombstone.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class OpenUploadsRemoval implements RemovalStep {
  private static final String OPEN =
      "select id from upload where owner = ?1 and status = 'OPEN' limit ?2";

  private final EntityManager entities;
  private final UploadLifecycle lifecycle;

  OpenUploadsRemoval(EntityManager entities, UploadLifecycle lifecycle) {
    this.entities = entities;
    this.lifecycle = lifecycle;
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public int run(Removal removal, int limit) {
    var ids =
        NativeQueries.scalars(entities, OPEN, String.class)
            .setParameter(1, removal.account())
            .setParameter(2, limit)
            .getResultList();
    for (var id : ids) {
      lifecycle.abortOfRemoved(id, removal.requestedBy());
    }
    return ids.size();
  }
}
