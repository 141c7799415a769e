package dev.slipway.account;

import dev.slipway.storage.ObjectId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.time.Duration;
import java.time.Instant;

/** What a program sends instead of a login. It may what its account may at the time. */
@Entity
class ApiToken extends PanacheEntityBase {
  /** How exactly its last use is kept: not every request is to write. */
  private static final Duration STEP = Duration.ofMinutes(1);

  @Id String id;
  byte[] tokenHash;

  @ManyToOne(optional = false)
  @JoinColumn(name = "account")
  Account account;

  /** For people. */
  String name;

  Instant createdAt;
  Instant expiresAt;

  /** To the minute; null while it has never been used. */
  Instant lastUsedAt;

  protected ApiToken() {}

  ApiToken(
      ObjectId id,
      SecretToken token,
      Account account,
      String name,
      Instant createdAt,
      Instant expiresAt) {
    this.id = id.value();
    this.tokenHash = token.hash();
    this.account = account;
    this.name = name;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }

  void usedAt(Instant now) {
    var before = now.minus(STEP);
    if (lastUsedAt == null || !lastUsedAt.isAfter(before)) {
      // Of many requests at once one writes: the others find it written.
      update(
          "lastUsedAt = ?1 where id = ?2 and (lastUsedAt is null or lastUsedAt <= ?3)",
          now,
          id,
          before);
    }
  }
}
