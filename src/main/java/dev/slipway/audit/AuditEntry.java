package dev.slipway.audit;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;

/**
 * One recorded change. A trigger in the database refuses to update entries, and to delete those
 * that are less than 30 days old or have not expired.
 */
@Entity
public class AuditEntry extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  Instant at;

  /** An account's name, or one of the actors that {@link AuditLog} defines. */
  String actor;

  /** Thing and past participle, such as {@code upload.opened}. */
  String action;

  /** The id of what changed. */
  String subject;

  /** An explanation for people; null if the action needs none. */
  String detail;

  /** The network address that the request came from; null if it is not recorded. */
  String address;

  /** The id of the request, as in the log and in {@code X-Request-Id}; null without a request. */
  String traceId;

  protected AuditEntry() {}

  AuditEntry(
      Instant at, String actor, String action, String subject, String detail, Origin origin) {
    this.at = at;
    this.actor = actor;
    this.action = action;
    this.subject = subject;
    this.detail = detail;
    this.address = origin.address();
    this.traceId = origin.traceId();
  }

  public Long id() {
    return id;
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

  public String subject() {
    return subject;
  }

  public String detail() {
    return detail;
  }

  public String address() {
    return address;
  }

  public String traceId() {
    return traceId;
  }

  /**
   * Where an entry comes from.
   *
   * @param address of the client; null if it is not recorded
   * @param traceId of the request; null without one
   */
  public record Origin(String address, String traceId) {}
}
