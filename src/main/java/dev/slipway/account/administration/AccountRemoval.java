package dev.slipway.account.administration;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog.Cause;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;

/** The removal of one account, and how far it is. */
@Entity
class AccountRemoval extends PanacheEntityBase {
  /** The name of the removed account. */
  @Id String account;

  @Enumerated(EnumType.STRING)
  RemovedVideos videos;

  /** Null unless the videos are moved. */
  String newOwner;

  String requestedBy;

  /** The network address that the request came from; null if it is not known. */
  String requestedFrom;

  Instant requestedAt;

  /** The videos and uploads that were changed so far. */
  long changed;

  /** Null while something is left to do. */
  Instant finishedAt;

  protected AccountRemoval() {}

  AccountRemoval(
      String account,
      RemovedVideos videos,
      String newOwner,
      CurrentAccount caller,
      Instant requestedAt) {
    this.account = account;
    this.videos = videos;
    this.newOwner = newOwner;
    this.requestedBy = caller.getName();
    this.requestedFrom = caller.address().text();
    this.requestedAt = requestedAt;
  }

  /** Why videos and uploads are changed, for the audit log. */
  Cause cause() {
    return new Cause("removal of account \"" + account + "\"", requestedFrom);
  }

  RemovalStep.Removal removal() {
    return new RemovalStep.Removal(account, videos, newOwner, requestedBy);
  }
}
