package dev.slipway.uploads.owner;

import dev.slipway.catalogue.bulkjob.UploadOwners;
import dev.slipway.web.NativeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Collection;

/** Gives the uploads of videos that move to another account to the same one. */
@ApplicationScoped
class MovedUploads implements UploadOwners {
  /** The keys that let requests be repeated are unique for each owner. */
  private static final String MOVE =
      "update upload set owner = :owner, idempotency_key = null, version = version + 1"
          + " where id in (:ids) and status in ('STORED', 'EXPIRED')";

  private static final String LOCK =
      "select id from upload where id in (:ids) order by id for update";

  private final EntityManager entities;

  MovedUploads(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void lock(Collection<String> uploadIds) {
    if (!uploadIds.isEmpty()) {
      NativeQueries.scalars(entities, LOCK, String.class)
          .setParameter("ids", uploadIds)
          .getResultList();
    }
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void move(Collection<String> uploadIds, String newOwner) {
    if (uploadIds.isEmpty()) {
      return;
    }
    entities
        .createNativeQuery(MOVE)
        .setParameter("owner", newOwner)
        .setParameter("ids", uploadIds)
        .executeUpdate();
  }
}
