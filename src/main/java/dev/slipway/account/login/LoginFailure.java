package dev.slipway.account.login;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;

/** A failed login, or one whose result is still open. Counts against the limits for a minute. */
@Entity
class LoginFailure extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  /** A hash of the name that was typed. */
  String account;

  /** The network that the attempt came from. */
  String address;

  Instant failedAt;

  protected LoginFailure() {}

  LoginFailure(String account, String address, Instant failedAt) {
    this.account = account;
    this.address = address;
    this.failedAt = failedAt;
  }
}
