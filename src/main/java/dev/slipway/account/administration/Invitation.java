package dev.slipway.account.administration;

import dev.slipway.account.SecretToken;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A link with which a person chooses the password of one account, once. */
@Entity
@Table(name = "account_invitation")
class Invitation extends PanacheEntityBase {
  /** The name of the account. */
  @Id String account;

  /** The database has no token, so that a stolen one opens no account. */
  byte[] tokenHash;

  String createdBy;
  Instant createdAt;
  Instant expiresAt;

  protected Invitation() {}

  Invitation(
      String account, SecretToken token, String createdBy, Instant createdAt, Instant expiresAt) {
    this.account = account;
    this.tokenHash = token.hash();
    this.createdBy = createdBy;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }

  boolean isExpired(Instant now) {
    return !expiresAt.isAfter(now);
  }
}
