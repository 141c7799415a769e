package dev.slipway.account.login;

import dev.slipway.account.Account;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.time.Instant;

/** A logged-in browser. Stores only the hash of its token: a stolen database opens no session. */
@Entity
class LoginSession extends PanacheEntityBase {
  @Id byte[] tokenHash;

  @ManyToOne(optional = false)
  @JoinColumn(name = "account")
  Account account;

  Instant createdAt;
  Instant expiresAt;

  protected LoginSession() {}

  LoginSession(byte[] tokenHash, Account account, Instant createdAt, Instant expiresAt) {
    this.tokenHash = tokenHash;
    this.account = account;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }
}
