package dev.slipway.catalogue.share;

import java.time.Instant;

/**
 * A link as people who may manage the video see it.
 *
 * @param url the address to send to people; null if the key that encrypted its token is lost
 * @param label tells whom the link is for; null if it has none
 * @param state {@code ACTIVE}, {@code USED_UP} or {@code EXPIRED}
 * @param maxUses how many browsers may open the link; null for any number
 * @param uses how many browsers have opened it
 * @param createdBy the name of the account
 */
public record ShareLinkView(
    String id,
    String url,
    String label,
    String state,
    boolean hasPassword,
    boolean allowDownload,
    Integer maxUses,
    int uses,
    String createdBy,
    Instant createdAt,
    Instant expiresAt) {

  static ShareLinkView of(ShareLink link, String url, Instant now) {
    return new ShareLinkView(
        link.id,
        url,
        link.label,
        link.state(now).name(),
        link.passwordHash != null,
        link.downloadAllowed,
        link.maxUses,
        link.uses,
        link.createdBy,
        link.createdAt,
        link.expiresAt);
  }

  /** Whether browsers can still open the link. */
  public boolean active() {
    return state.equals(ShareLink.State.ACTIVE.name());
  }
}
