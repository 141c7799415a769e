package dev.slipway.audit;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;

/** That something changed. The database refuses to alter or delete one. */
@Entity
public class AuditEntry extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  Instant at;

  /** An account's name, or one of the actors of {@link AuditLog}. */
  String actor;

  /** Such as {@code upload.opened}. */
  String action;

  /** The id of what changed. */
  String subject;

  /** For people; null where the action says it all. */
  String detail;

  protected AuditEntry() {}

  AuditEntry(Instant at, String actor, String action, String subject, String detail) {
    this.at = at;
    this.actor = actor;
    this.action = action;
    this.subject = subject;
    this.detail = detail;
  }

  public Instant at() {
    return at;
  }

  public String actor() {
    return actor;
  }

  public String action() {
    return action;
  }

  public String detail() {
    return detail;
  }
}
