package dev.slipway.account.token;

import dev.slipway.account.Account;
import dev.slipway.account.SecretToken;
import dev.slipway.account.TokenScope;
import dev.slipway.storage.RandomId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * A token that lets a program act as an account, with the role that the account has at the time.
 */
@Entity
public class ApiToken extends PanacheEntityBase {
  /** Uses closer together than this write {@code lastUsedAt} only once. */
  private static final Duration LAST_USE_PRECISION = Duration.ofMinutes(1);

  @Id String id;
  byte[] tokenHash;

  @ManyToOne(optional = false)
  @JoinColumn(name = "account")
  Account account;

  /** Tells people what the token is for. */
  String name;

  /** Separated by spaces; null for everything that the account may do. */
  String scopes;

  Instant createdAt;
  Instant expiresAt;

  /** Accurate to a minute; null if the token has never been used. */
  Instant lastUsedAt;

  protected ApiToken() {}

  public ApiToken(
      RandomId id,
      SecretToken token,
      Account account,
      String name,
      Instant createdAt,
      Instant expiresAt) {
    this(id, token, account, name, null, createdAt, expiresAt);
  }

  /**
   * @param scopes null for everything that the account may do
   */
  ApiToken(
      RandomId id,
      SecretToken token,
      Account account,
      String name,
      Set<TokenScope> scopes,
      Instant createdAt,
      Instant expiresAt) {
    this.id = id.value();
    this.tokenHash = token.hash();
    this.account = account;
    this.name = name;
    this.scopes = scopes == null ? null : TokenScope.join(scopes);
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }

  Set<TokenScope> scopes() {
    return scopes == null ? TokenScope.all() : TokenScope.split(scopes);
  }

  boolean isExpired(Instant now) {
    return !expiresAt.isAfter(now);
  }

  /** Returns those of the tokens that exist and haven't expired. */
  static Set<String> findUsable(Collection<String> ids, Instant now) {
    return Set.copyOf(
        getEntityManager()
            .createQuery(
                "select t.id from ApiToken t where t.id in ?1 and t.expiresAt > ?2", String.class)
            .setParameter(1, ids)
            .setParameter(2, now)
            .getResultList());
  }

  /** Whether the last recorded use is more than a minute ago. */
  boolean isUseUnrecorded(Instant now) {
    return lastUsedAt == null || !lastUsedAt.isAfter(now.minus(LAST_USE_PRECISION));
  }

  /** Updates {@code lastUsedAt}, unless another request has done so since it was read. */
  void recordUse(Instant now) {
    update(
        "lastUsedAt = ?1 where id = ?2 and (lastUsedAt is null or lastUsedAt <= ?3)",
        now,
        id,
        now.minus(LAST_USE_PRECISION));
  }
}
