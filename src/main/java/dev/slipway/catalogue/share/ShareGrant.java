package dev.slipway.catalogue.share;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.time.Instant;

/** A browser that has opened a link. Stores only the hash of the cookie's token. */
@Entity
class ShareGrant extends PanacheEntityBase {
  @Id byte[] tokenHash;

  @ManyToOne(optional = false, fetch = FetchType.LAZY)
  @JoinColumn(name = "link_id")
  ShareLink link;

  Instant createdAt;

  /** No later than the end of the link. */
  Instant expiresAt;

  protected ShareGrant() {}

  ShareGrant(byte[] tokenHash, ShareLink link, Instant createdAt, Instant expiresAt) {
    this.tokenHash = tokenHash;
    this.link = link;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }

  /** Deletes the oldest grants of a link beyond a number. */
  static void deleteOldest(String linkId, int kept) {
    getEntityManager()
        .createNativeQuery(
            "delete from share_grant where token_hash in (select token_hash from share_grant"
                + " where link_id = ?1 order by created_at desc offset ?2)")
        .setParameter(1, linkId)
        .setParameter(2, kept)
        .executeUpdate();
  }
}
