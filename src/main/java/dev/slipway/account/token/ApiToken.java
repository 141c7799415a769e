package dev.slipway.account.token;

import dev.slipway.account.Account;
import dev.slipway.account.SecretToken;
import dev.slipway.storage.RandomId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.time.Duration;
import java.time.Instant;

/** What a program sends instead of a login. It may what its account may at the time. */
@Entity
public class ApiToken extends PanacheEntityBase {
  /** How exactly its last use is kept: not every request is to write. */
  private static final Duration LAST_USE_PRECISION = Duration.ofMinutes(1);

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

  public ApiToken(
      RandomId id,
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

  void recordUse(Instant now) {
    var before = now.minus(LAST_USE_PRECISION);
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
