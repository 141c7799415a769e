package dev.slipway.account.quota;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

/** The bytes that one upload counts against its owner's quota. */
@Entity
class Reservation extends PanacheEntityBase {
  @Id String uploadId;
  String owner;
  long bytes;
  Instant createdAt;

  protected Reservation() {}

  Reservation(String uploadId, String owner, long bytes, Instant createdAt) {
    this.uploadId = uploadId;
    this.owner = owner;
    this.bytes = bytes;
    this.createdAt = createdAt;
  }
}
