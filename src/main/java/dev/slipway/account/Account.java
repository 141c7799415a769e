package dev.slipway.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;

/** Somebody who can log in. The name never changes: uploads, videos and objects carry it. */
@Entity
public class Account extends PanacheEntityBase {
  @Id public String name;
  String passwordHash;

  @Enumerated(EnumType.STRING)
  Role role;

  /** Demo accounts have a published password: they can log in only while demo accounts are on. */
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

  /** Writes it, unless there is one of this name; says which. */
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

  void takeOver(String newPasswordHash, Role newRole) {
    passwordHash = newPasswordHash;
    role = newRole;
    demo = false;
  }

  public boolean mayUpload() {
    return role.names().contains(Role.CREATOR_NAME);
  }
}
