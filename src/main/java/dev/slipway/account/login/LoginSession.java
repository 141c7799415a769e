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
import java.util.Collection;
import java.util.Set;

/**
 * A logged-in browser. Stores only the hash of its token, so a stolen database doesn't give access
 * to sessions.
 */
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

  /**
   * Deletes the sessions of an account. Statements that change several sessions lock them in the
   * order of their ids, so that they never wait for each other.
   */
  static void deleteOf(String account) {
    deleteInOrder("account = ?1", account, null);
  }

  /** Deletes the sessions that have ended by themselves at one of these times. */
  static void deleteEnded(Instant expiry, Instant lastUse) {
    deleteInOrder("expires_at <= ?1 or last_used_at <= ?2", expiry, lastUse);
  }

  private static void deleteInOrder(String condition, Object first, Object second) {
    var query =
        getEntityManager()
            .createNativeQuery(
                "delete from login_session where id in (select id from login_session where "
                    + condition
                    + " order by id for update)")
            .setParameter(1, first);
    if (second != null) {
      query.setParameter(2, second);
    }
    query.executeUpdate();
  }

  /** Returns those of the sessions that exist and have not expired. */
  static Set<String> findOpen(Collection<String> ids, Instant now) {
    return Set.copyOf(
        getEntityManager()
            .createQuery(
                "select s.id from LoginSession s where s.id in ?1 and s.expiresAt > ?2",
                String.class)
            .setParameter(1, ids)
            .setParameter(2, now)
            .getResultList());
  }

  /** Records a use, unless a later one is recorded. */
  static void recordUse(String id, Instant time) {
    update("lastUsedAt = ?1 where id = ?2 and lastUsedAt < ?1", time, id);
  }

  /**
   * Makes another token the one of this session; the former one is invalid from now on. What other
   * tables know of the session follows it. What is encrypted with the former token can't be read
   * any more.
   */
  static void replaceToken(String id, SecretToken token) {
    getEntityManager()
        .createNativeQuery("update login_session set token_hash = ?1 where id = ?2")
        .setParameter(1, token.hash())
        .setParameter(2, id)
        .executeUpdate();
  }
}
