package dev.slipway.account.identity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The account of a person at a provider. A subject never changes and is never given to another
 * person, unlike names and e-mail addresses, so it alone decides which account a login is for.
 */
@Entity
@IdClass(AccountIdentity.Key.class)
public class AccountIdentity extends PanacheEntityBase {
  @Id String issuer;
  @Id String subject;

  /** The account's name. */
  String account;

  Instant createdAt;

  protected AccountIdentity() {}

  /** The provider and its identifier of the person. */
  static class Key implements Serializable {
    private static final long serialVersionUID = 1;

    String issuer;
    String subject;

    protected Key() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && Objects.equals(issuer, key.issuer)
          && Objects.equals(subject, key.subject);
    }

    @Override
    public int hashCode() {
      return Objects.hash(issuer, subject);
    }
  }

  /** Returns the name of the account. Reads the database each time. */
  public static Optional<String> findAccount(String issuer, String subject) {
    return getEntityManager()
        .createQuery(
            "select i.account from AccountIdentity i where i.issuer = ?1 and i.subject = ?2",
            String.class)
        .setParameter(1, issuer)
        .setParameter(2, subject)
        .getResultStream()
        .findFirst();
  }

  /** Returns the identities of an account, in the order in which they were linked. */
  static List<AccountIdentity> listOf(String account) {
    return list("account = ?1 order by createdAt, issuer, subject", account);
  }

  /** Links an account and returns true, or returns false if an account has the identity. */
  static boolean insertIfAbsent(String issuer, String subject, String account, Instant now) {
    return getEntityManager()
            .createNativeQuery(
                "insert into account_identity (issuer, subject, account, created_at)"
                    + " values (?1, ?2, ?3, ?4) on conflict do nothing")
            .setParameter(1, issuer)
            .setParameter(2, subject)
            .setParameter(3, account)
            .setParameter(4, now)
            .executeUpdate()
        == 1;
  }

  /** Links an account. */
  public static void insert(String issuer, String subject, String account, Instant now) {
    var identity = new AccountIdentity();
    identity.issuer = issuer;
    identity.subject = subject;
    identity.account = account;
    identity.createdAt = now;
    identity.persist();
  }
}
