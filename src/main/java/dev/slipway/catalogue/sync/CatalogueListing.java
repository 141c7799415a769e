package dev.slipway.catalogue.sync;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;

/** Lists the current rows in the order of the bucket's listing, to compare the two. */
@ApplicationScoped
public class CatalogueListing {
  private final String bucket;
  private final EntityManager entities;

  CatalogueListing(ObjectStore store, EntityManager entities) {
    this.bucket = store.bucket();
    this.entities = entities;
  }

  /**
   * @param after the last key of the page before; null for the first page
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<CatalogueRow> page(ObjectKey after, int limit) {
    return entities
        .createQuery(
            "select new dev.slipway.catalogue.sync.CatalogueRow(v.objectKey, v.id, v.size, v.etag,"
                + " v.missingSince is not null, v.status = DELETED) from Video v"
                + " where v.bucket = :bucket and v.latest = true and v.objectKey > :after"
                + " order by v.objectKey",
            CatalogueRow.class)
        .setParameter("bucket", bucket)
        .setParameter("after", after == null ? "" : after.value())
        .setMaxResults(limit)
        .getResultList();
  }
}
