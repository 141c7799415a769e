package dev.slipway.account.ssh;

import dev.slipway.account.Account;
import dev.slipway.storage.RandomId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.time.Duration;
import java.time.Instant;

/** A public key of an account. */
@Entity
class SshKey extends PanacheEntityBase {
  /** Uses closer together than this write {@code lastUsedAt} only once. */
  private static final Duration LAST_USE_PRECISION = Duration.ofMinutes(1);

  @Id String id;

  @ManyToOne(optional = false)
  @JoinColumn(name = "account")
  Account account;

  /** Tells people where the key is: its comment, or a text of theirs. */
  String name;

  String fingerprint;
  String type;
  String publicKey;
  Instant createdAt;

  /** Accurate to a minute; null if nobody has logged in with the key. */
  Instant lastUsedAt;

  protected SshKey() {}

  SshKey(RandomId id, Account account, String name, SshPublicKey key, Instant createdAt) {
    this.id = id.value();
    this.account = account;
    this.name = name;
    this.fingerprint = key.fingerprint();
    this.type = key.type();
    this.publicKey = key.type() + " " + key.base64();
    this.createdAt = createdAt;
  }

  /** Updates {@code lastUsedAt}, unless that happened less than a minute ago. */
  static void recordUse(String account, String fingerprint, Instant now) {
    update(
        "lastUsedAt = ?1 where account.name = ?2 and fingerprint = ?3"
            + " and (lastUsedAt is null or lastUsedAt <= ?4)",
        now,
        account,
        fingerprint,
        now.minus(LAST_USE_PRECISION));
  }
}
