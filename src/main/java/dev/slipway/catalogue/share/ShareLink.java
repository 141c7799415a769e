package dev.slipway.catalogue.share;

import dev.slipway.account.SecretToken;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A link that lets people watch one video. The row belongs to the id of the video, which is that of
 * its upload, so a link that is created during the upload needs no change when it ends.
 */
@Entity
class ShareLink extends PanacheEntityBase {
  @Id String id;
  String videoId;
  byte[] tokenHash;

  /** The token, encrypted, so that people who may manage the video can copy the link again. */
  String sealedToken;

  /** Tells the owner whom the link is for; null if it has none. */
  String label;

  /** Null if the link has no password. */
  String passwordHash;

  boolean downloadAllowed;

  /** How many browsers may open the link; null for any number. */
  Integer maxUses;

  /** How many browsers have opened it. */
  int uses;

  /** The name of the account. */
  String createdBy;

  Instant createdAt;
  Instant expiresAt;

  /** The state of a link at one moment. */
  enum State {
    ACTIVE,
    /** Further browsers can't open it; those that have opened it can still watch. */
    USED_UP,
    EXPIRED
  }

  static Optional<ShareLink> findByToken(SecretToken token) {
    return find("tokenHash", (Object) token.hash()).firstResultOptional();
  }

  /**
   * How many links a video has.
   *
   * @param id of the video
   */
  record VideoLinks(String id, long links) {}

  /** Counts the links that an account has created, by video. */
  static List<VideoLinks> countByVideo(String account) {
    return find(
            "select videoId, count(*) from ShareLink where createdBy = ?1 group by videoId"
                + " order by videoId",
            account)
        .project(VideoLinks.class)
        .list();
  }

  State state(Instant now) {
    if (!expiresAt.isAfter(now)) {
      return State.EXPIRED;
    }
    return maxUses != null && uses >= maxUses ? State.USED_UP : State.ACTIVE;
  }

  /**
   * Counts a use, if the link still exists and one is left. The database decides, so two browsers
   * can't both get the last one.
   *
   * @return whether the use was counted
   */
  static boolean countUse(String id, Instant now) {
    return update(
            "uses = uses + 1 where id = ?1 and expiresAt > ?2 and (maxUses is null or uses < maxUses)",
            id,
            now)
        == 1;
  }

  /** Stores a stronger hash of the same password, unless another request has done so. */
  void replacePasswordHash(String newHash) {
    update("passwordHash = ?1 where id = ?2 and passwordHash = ?3", newHash, id, passwordHash);
  }

  /** The name by which the password check counts failures. */
  String throttleSubject() {
    return "share " + id;
  }
}
