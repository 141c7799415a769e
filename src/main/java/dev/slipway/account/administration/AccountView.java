package dev.slipway.account.administration;

import dev.slipway.account.QuotaLimits;
import dev.slipway.account.quota.QuotaView;
import java.time.Instant;

/**
 * An account as administrators see it.
 *
 * @param role {@code viewer}, {@code creator} or {@code admin}
 * @param status {@code active}, {@code invited}, {@code disabled} or {@code removed}
 * @param demo whether the password is published; such an account can be used only while demo
 *     accounts are enabled
 * @param lastLoginAt when it last began a session; null for never
 * @param quota the limits that were set for this account
 * @param usage the limits that apply, and what is used
 * @param invitationExpiresAt null if there is no link with which a password can be chosen
 * @param removal null unless the account was removed
 */
public record AccountView(
    String name,
    String role,
    String status,
    boolean demo,
    Instant createdAt,
    Instant lastLoginAt,
    QuotaLimits quota,
    QuotaView usage,
    Instant invitationExpiresAt,
    RemovalView removal) {

  /**
   * How far the removal is.
   *
   * @param videos {@code move}, {@code trash} or {@code keep}
   * @param newOwner null unless the videos are moved
   * @param changed the videos and uploads that were changed so far
   * @param finishedAt null while something is left to do
   */
  public record RemovalView(
      String videos,
      String newOwner,
      String requestedBy,
      Instant requestedAt,
      long changed,
      Instant finishedAt) {}

  public boolean disabled() {
    return status.equals("disabled");
  }

  public boolean removed() {
    return status.equals("removed");
  }

  public boolean invited() {
    return status.equals("invited");
  }
}
