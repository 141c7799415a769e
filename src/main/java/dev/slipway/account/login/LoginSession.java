package dev.slipway.account.login;

import dev.slipway.account.Account;
import dev.slipway.account.SecretToken;
import dev.slipway.storage.RandomId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.time.Instant;

/** A logged-in browser. Stores only the hash of its token: a stolen database opens no session. */
@Entity
class LoginSession extends PanacheEntityBase {
  @Id byte[] tokenHash;

  /** Names the session to its account, and stays the same if the token is replaced. */
  String id;

  @ManyToOne(optional = false)
  @JoinColumn(name = "account")
  Account account;

  /** Null if an earlier version began the session. */
  @Enumerated(EnumType.STRING)
  LoginMethod method;

  /** Null if it is not known. */
  String userAgent;

  /** Where the login came from; null if an earlier version began the session. */
  String address;

  Instant createdAt;
  Instant expiresAt;

  /** Up to {@link SessionUses#PRECISION} earlier than the last request. */
  Instant lastUsedAt;

  protected LoginSession() {}

  LoginSession(
      RandomId id,
      SecretToken token,
      Account account,
      LoginMethod method,
      Browser browser,
      Lifetime lifetime) {
    this.id = id.value();
    this.tokenHash = token.hash();
    this.account = account;
    this.method = method;
    this.userAgent = browser.userAgent();
    this.address = browser.address().text();
    this.createdAt = lifetime.begin();
    this.lastUsedAt = lifetime.begin();
    this.expiresAt = lifetime.end();
  }

  /** From the login to the time at which the session ends, whether it is used or not. */
  record Lifetime(Instant begin, Instant end) {}

  /** Records a use, unless a later one is recorded. */
  static void recordUse(String id, Instant time) {
    update("lastUsedAt = ?1 where id = ?2 and lastUsedAt < ?1", time, id);
  }

  /**
   * Makes another token the one of this session; the former one is invalid from now on. What is
   * encrypted with the former one, for a logout elsewhere, is deleted with it.
   */
  static void replaceToken(String id, SecretToken token) {
    getEntityManager()
        .createNativeQuery(
            "with former as (delete from login_session where id = ?2 returning *)"
                + " insert into login_session (token_hash, id, account, method, user_agent, address,"
                + " created_at, expires_at, last_used_at)"
                + " select ?1, id, account, method, user_agent, address, created_at, expires_at,"
                + " last_used_at from former")
        .setParameter(1, token.hash())
        .setParameter(2, id)
        .executeUpdate();
  }
}
