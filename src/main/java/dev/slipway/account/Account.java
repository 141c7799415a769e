package dev.slipway.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;

/**
 * A user account. Its name never changes, because uploads, videos and objects in the store refer to
 * it.
 */
@Entity
public class Account extends PanacheEntityBase {
  @Id public String name;
  String passwordHash;

  @Enumerated(EnumType.STRING)
  Role role;

  /**
   * Whether the password is published. Such an account can log in only while demo accounts are
   * enabled.
   */
  boolean demo;

  Instant createdAt;

  protected Account() {}

  public Account(String name, String passwordHash, Role role, boolean demo, Instant createdAt) {
    this.name = name;
    this.passwordHash = passwordHash;
    this.role = role;
    this.demo = demo;
    this.createdAt = createdAt;
  }

  /** Inserts this account and returns true, or returns false if the name exists. */
  public boolean insertIfAbsent() {
    return getEntityManager()
            .createNativeQuery(
                "insert into account (name, password_hash, role, demo, created_at)"
                    + " values (?1, ?2, ?3, ?4, ?5) on conflict do nothing")
            .setParameter(1, name)
            .setParameter(2, passwordHash)
            .setParameter(3, role.name())
            .setParameter(4, demo)
            .setParameter(5, createdAt)
            .executeUpdate()
        == 1;
  }

  /** Converts a demo account to one of the operator, whose password is not published. */
  void convert(String newPasswordHash, Role newRole) {
    passwordHash = newPasswordHash;
    role = newRole;
    demo = false;
  }

  /** Whether any password is still hashed with bcrypt. */
  static boolean anyHasBcryptHash() {
    return (Boolean)
        getEntityManager()
            .createNativeQuery(
                "select exists (select 1 from account where password_hash like '$2%')",
                Boolean.class)
            .getSingleResult();
  }

  /**
   * Stores another hash of the password and returns true, or returns false if the stored hash is
   * not that of this account any more.
   */
  boolean replacePasswordHash(String newHash) {
    var former = passwordHash;
    if (update("passwordHash = ?1 where name = ?2 and passwordHash = ?3", newHash, name, former)
        == 0) {
      return false;
    }
    passwordHash = newHash;
    return true;
  }

  /** Whether the password is published. */
  public boolean isDemo() {
    return demo;
  }

  /** Whether nobody has changed the password since this account was read. */
  public boolean hasSamePassword(Account other) {
    return passwordHash.equals(other.passwordHash);
  }

  public boolean isAdmin() {
    return role == Role.ADMIN;
  }

  public boolean mayUpload() {
    return role.names().contains(Role.CREATOR_NAME);
  }
}
