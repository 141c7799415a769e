package dev.slipway.account;

import dev.slipway.web.NativeQueries;
import dev.slipway.web.database.Locks;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;

/**
 * A user account. Its name never changes, because uploads, videos and objects in the store refer to
 * it.
 */
@Entity
@DynamicUpdate
public class Account extends PanacheEntityBase {
  @Id public String name;

  /** Null for an account that was invited and has not chosen a password, or logs in elsewhere. */
  String passwordHash;

  @Enumerated(EnumType.STRING)
  Role role;

  /**
   * Whether the password is published. Such an account can log in only while demo accounts are
   * enabled.
   */
  boolean demo;

  Instant createdAt;

  /** Since when the account can't be used; null if it can. */
  Instant disabledAt;

  /** Null unless the account is removed. Its row reserves the name for ever. */
  Instant removedAt;

  /** When it last began a session; null for never. */
  Instant lastLoginAt;

  /** How often all its logins were ended. */
  long loginsEnded;

  /** The limits of this account as {@link QuotaLimit#stored} writes them. */
  Long quotaBytes;

  Long quotaVideos;
  Long quotaOpenUploads;

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
    changePassword(newPasswordHash);
    role = newRole;
    demo = false;
  }

  /** Whether any password is still hashed with bcrypt. */
  static boolean anyHasBcryptHash() {
    return NativeQueries.scalars(
            getEntityManager(),
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

  /**
   * Locks an account until the transaction ends, so that its state and what depends on it change
   * one after another.
   *
   * @return as it is now, whatever the transaction has read before; empty if there is none
   */
  public static Optional<Account> lock(String name) {
    var account = Account.<Account>findByIdOptional(name);
    account.ifPresent(
        found -> {
          // The refresh would otherwise undo what the transaction has changed.
          flush();
          getEntityManager().refresh(found, LockModeType.PESSIMISTIC_WRITE);
        });
    return account;
  }

  /**
   * Locks an account that may create something until the transaction ends. The lock makes
   * concurrent requests of the account count each other's keys or tokens.
   *
   * @throws ProblemException {@code forbidden} if the account was disabled or removed since the
   *     request began
   */
  public static Account lockActive(String name) {
    return lock(name).filter(Account::isActive).orElseThrow(Account::inactiveProblem);
  }

  /** The problem of a request whose account was disabled or removed since it began. */
  public static ProblemException inactiveProblem() {
    return new ProblemException(ErrorCode.FORBIDDEN, "This account was disabled or removed.");
  }

  /**
   * Makes changes of who administers wait for each other until the transaction ends, so that two
   * administrators who remove each other at the same time don't both succeed, and replicas that
   * start at the same time create one administrator.
   */
  static void lockAdministrators() {
    Locks.lockName(getEntityManager(), "administrators");
  }

  /** Whether nobody has changed the password since this account was read. */
  public boolean hasSamePassword(Account other) {
    return Objects.equals(passwordHash, other.passwordHash);
  }

  /** Ends what was begun with the account's logins and outlives a session: open connections. */
  public static void countEndedLogins(String name) {
    update("loginsEnded = loginsEnded + 1 where name = ?1", name);
  }

  /** Changes when all logins of the account are ended. */
  public long loginsEnded() {
    return loginsEnded;
  }

  public boolean hasPassword() {
    return passwordHash != null;
  }

  /** Whether it is neither disabled nor removed. */
  public boolean isActive() {
    return !isDisabled() && !isRemoved();
  }

  public boolean isDisabled() {
    return disabledAt != null;
  }

  public boolean isRemoved() {
    return removedAt != null;
  }

  public Role role() {
    return role;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** Null if the account has never begun a session. */
  public Instant lastLoginAt() {
    return lastLoginAt;
  }

  /** Notes a login. The account must be locked. */
  public void recordLogin(Instant now) {
    lastLoginAt = now;
  }

  /** The limits that an administrator has set. */
  public QuotaLimits quotaLimits() {
    return new QuotaLimits(
        QuotaLimit.ofStored(quotaBytes),
        QuotaLimit.ofStored(quotaVideos),
        QuotaLimit.ofStored(quotaOpenUploads));
  }

  void disable(Instant now) {
    disabledAt = now;
  }

  void enable() {
    disabledAt = null;
  }

  /** Leaves only the name, because nobody can log in any more. */
  void remove(Instant now) {
    removedAt = now;
    passwordHash = null;
  }

  void changeRole(Role newRole) {
    role = newRole;
  }

  /**
   * Replaces the password. Without one, the account counts as invited until the next login, because
   * earlier logins with the password don't show that its person can log in by another way.
   *
   * @param newPasswordHash null for no password
   */
  void changePassword(String newPasswordHash) {
    passwordHash = newPasswordHash;
    if (newPasswordHash == null) {
      lastLoginAt = null;
    }
  }

  void limit(QuotaLimits limits) {
    quotaBytes = limits.bytes().stored();
    quotaVideos = limits.videos().stored();
    quotaOpenUploads = limits.openUploads().stored();
  }

  public boolean isAdmin() {
    return role == Role.ADMIN;
  }

  public boolean mayUpload() {
    return role.names().contains(Role.CREATOR_NAME);
  }
}
