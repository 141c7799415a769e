package dev.slipway.catalogue.share;

import dev.slipway.account.AccountEvent;
import dev.slipway.account.CurrentAccount;
import dev.slipway.account.SecretToken;
import dev.slipway.audit.AuditEntry.Origin;
import dev.slipway.audit.AuditLog;
import dev.slipway.audit.AuditLog.Change;
import dev.slipway.storage.RandomId;
import dev.slipway.web.Formats;
import dev.slipway.web.SkippedOnWorkers;
import dev.slipway.web.database.Locks;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Creates, lists and revokes the share links of a video on behalf of people who may manage it. */
@ApplicationScoped
public class ShareLinks {
  /** Enough for a link for each person of a team; a page shows all of them. */
  static final int MAX_LINKS = 50;

  /** How long an expired link stays listed, and tells visitors that it has expired. */
  private static final Duration EXPIRED_LINK_RETENTION = Duration.ofDays(30);

  private final ShareManagers managers;
  private final ShareUrls urls;
  private final CurrentAccount caller;
  private final AuditLog audit;
  private final SecureRandom random;
  private final Clock clock;

  ShareLinks(
      ShareManagers managers,
      ShareUrls urls,
      CurrentAccount caller,
      AuditLog audit,
      SecureRandom random,
      Clock clock) {
    this.managers = managers;
    this.urls = urls;
    this.caller = caller;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Creates a link.
   *
   * @throws ProblemException as {@link ShareManagers#requireShareable}; {@code quota-exceeded} if
   *     the video has the maximum number of links
   */
  @Transactional
  ShareLinkView create(String videoId, ShareTerms terms) {
    managers.requireShareable(videoId);
    lockLinksOf(videoId);
    requireRoom(videoId);
    var token = SecretToken.random(random, "");
    var link = new ShareLink();
    link.id = RandomId.random(random).value();
    link.videoId = videoId;
    link.tokenHash = token.hash();
    link.sealedToken = urls.seal(link.id, token);
    link.label = terms.label();
    link.passwordHash = terms.passwordHash();
    link.downloadAllowed = terms.downloadAllowed();
    link.maxUses = terms.maxUses();
    link.createdBy = caller.getName();
    link.createdAt = clock.instant();
    link.expiresAt = link.createdAt.plus(terms.lifetime());
    link.persist();
    audit.record(caller.getName(), "share.created", videoId, describe(link), caller.address());
    return toView(link);
  }

  /**
   * @throws ProblemException {@code quota-exceeded} if the video has the maximum number of links
   */
  @Transactional
  void requireRoom(String videoId) {
    if (ShareLink.count("videoId", videoId) >= MAX_LINKS) {
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED,
          "This video has %d share links, the maximum. Revoke one first.".formatted(MAX_LINKS));
    }
  }

  /** Returns the links of a video, the newest first. */
  @Transactional
  public List<ShareLinkView> list(String videoId) {
    managers.require(videoId);
    return ShareLink.<ShareLink>find("videoId = ?1 order by createdAt desc, id desc", videoId)
        .stream()
        .map(this::toView)
        .toList();
  }

  @Transactional
  Optional<ShareLink> find(String linkId) {
    return ShareLink.findByIdOptional(linkId);
  }

  /** Finds the link that a token opens, whether or not it has expired. */
  @Transactional
  Optional<ShareLink> findByToken(SecretToken token) {
    return ShareLink.findByToken(token);
  }

  /** Stores a stronger hash of a password that was entered. */
  @Transactional
  void upgradePasswordHash(ShareLink link, String newHash) {
    link.replacePasswordHash(newHash);
  }

  /**
   * Revokes a link: from now on it opens nothing, and those who have opened it can't watch.
   *
   * @throws ProblemException {@code not-found}, {@code forbidden}
   */
  @Transactional
  void revoke(String videoId, String linkId) {
    managers.require(videoId);
    if (ShareLink.delete("id = ?1 and videoId = ?2", linkId, videoId) == 0) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "This video has no share link with this id.");
    }
    audit.record(caller.getName(), "share.revoked", videoId, "link " + linkId, caller.address());
  }

  /**
   * Deletes the links of videos that moved to another account, except those of the new owner and of
   * administrators: the others were created with rights that have ended.
   *
   * @param videoIds of all generations of the video; the first one is audited
   * @param newOwner null for nobody
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void deleteOfFormerManagers(List<String> videoIds, String newOwner, String actor) {
    var deleted =
        ShareLink.delete(
            "videoId in ?1 and createdBy <> ?2"
                + " and createdBy not in (select name from Account where role = ADMIN)",
            videoIds,
            Objects.requireNonNullElse(newOwner, ""));
    if (deleted > 0) {
      audit.record(
          actor,
          "share.revoked",
          videoIds.get(0),
          "%d, because the video has another owner".formatted(deleted));
    }
  }

  /** Such a link was created with rights that have ended. */
  @Transactional(Transactional.TxType.MANDATORY)
  void deleteAll(@Observes AccountEvent event) {
    if (!event.revokesAll()) {
      return;
    }
    var origin = new Origin(null, audit.currentOrigin().traceId());
    var changes =
        ShareLink.countByVideo(event.name()).stream()
            .map(
                video ->
                    new Change(
                        video.id(),
                        "%d, because the rights of %s have ended"
                            .formatted(video.links(), event.name()),
                        origin))
            .toList();
    if (ShareLink.delete("createdBy", event.name()) > 0) {
      audit.recordAll(AuditLog.SYSTEM, "share.revoked", changes);
    }
  }

  @Transactional
  @Scheduled(every = "1h", delayed = "1m", skipExecutionIf = SkippedOnWorkers.class)
  void deleteExpired() {
    ShareGrant.delete("expiresAt <= ?1", clock.instant());
    ShareLink.delete("expiresAt <= ?1", clock.instant().minus(EXPIRED_LINK_RETENTION));
  }

  /** Makes requests that create links of one video wait for each other. */
  private static void lockLinksOf(String videoId) {
    Locks.lockName(ShareLink.getEntityManager(), "share " + videoId);
  }

  private static String describe(ShareLink link) {
    var text = new StringBuilder("link ").append(link.id);
    text.append(", until ").append(Formats.humanTime(link.expiresAt));
    if (link.passwordHash != null) {
      text.append(", with a password");
    }
    if (link.maxUses != null) {
      text.append(link.maxUses == 1 ? ", for 1 use" : ", for %d uses".formatted(link.maxUses));
    }
    return link.downloadAllowed ? text.append(", with download").toString() : text.toString();
  }

  private ShareLinkView toView(ShareLink link) {
    return ShareLinkView.of(link, urls.urlOf(link), clock.instant());
  }
}
