package dev.slipway.catalogue.share;

import dev.slipway.account.SecretToken;
import dev.slipway.account.login.SharedPasswords;
import dev.slipway.web.ClientAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Opens share links: decides what a visitor gets, and grants access to those who may watch. */
@ApplicationScoped
class ShareOpenings {
  private final ShareLinks links;
  private final VisitorGrants grants;
  private final SharedVideos videos;
  private final ShareManagers managers;
  private final SharingRights rights;
  private final SharedPasswords passwords;
  private final OpeningLog log;
  private final Clock clock;

  ShareOpenings(
      ShareLinks links,
      VisitorGrants grants,
      SharedVideos videos,
      ShareManagers managers,
      SharingRights rights,
      SharedPasswords passwords,
      OpeningLog log,
      Clock clock) {
    this.links = links;
    this.grants = grants;
    this.videos = videos;
    this.managers = managers;
    this.rights = rights;
    this.passwords = passwords;
    this.log = log;
    this.clock = clock;
  }

  /**
   * The answer to a visitor who opens a link.
   *
   * @param videoId to which the visitor may go; null if that isn't possible
   * @param cookies to set; empty unless a grant was issued now
   * @param retryAfter null unless too many passwords were tried
   */
  record Opening(Answer answer, String videoId, List<NewCookie> cookies, Duration retryAfter) {
    private static Opening of(Answer answer) {
      return new Opening(answer, null, List.of(), null);
    }

    private static Opening open(ShareLink link, List<NewCookie> cookies) {
      return new Opening(Answer.OPEN, link.videoId, cookies, null);
    }
  }

  /** How a link is answered. */
  enum Answer {
    OPEN,
    /** The visitor has to confirm, because opening the link counts as a use. */
    CONFIRM,
    ENTER_PASSWORD,
    WRONG_PASSWORD,
    THROTTLED,
    BUSY,
    /** There is no such link, or it is revoked. */
    UNKNOWN,
    EXPIRED,
    USED_UP,
    /** The video was removed, or can't be played. */
    UNAVAILABLE
  }

  /**
   * Opens a link that a browser has navigated to, or shows what the visitor has to do first.
   *
   * @param isNavigation whether a person follows the link with a browser, so that a preview or a
   *     program that checks addresses doesn't use up the link
   */
  Opening view(String token, boolean isNavigation, ClientAddress address) {
    var link = links.findByToken(new SecretToken(token));
    var answer = check(link);
    if (answer != Answer.CONFIRM) {
      return answer == Answer.OPEN ? Opening.open(link.orElseThrow(), List.of()) : refuse(answer);
    }
    if (link.orElseThrow().passwordHash != null) {
      return Opening.of(Answer.ENTER_PASSWORD);
    }
    return isNavigation && link.get().maxUses == null
        ? grant(link.get(), null, address)
        : Opening.of(Answer.CONFIRM);
  }

  /**
   * Opens a link on the request of a visitor.
   *
   * @param password as typed; ignored if the link has none
   * @param formToken see {@link VisitorGrants#newToken}; null if the form had none
   */
  Opening open(String token, String password, String formToken, ClientAddress address) {
    var link = links.findByToken(new SecretToken(token));
    var answer = check(link);
    if (answer == Answer.CONFIRM || answer == Answer.USED_UP) {
      var issued = grants.findIssued(link.orElseThrow(), formToken);
      if (!issued.isEmpty()) {
        return Opening.open(link.get(), issued);
      }
    }
    if (answer != Answer.CONFIRM) {
      return answer == Answer.OPEN ? Opening.open(link.orElseThrow(), List.of()) : refuse(answer);
    }
    return link.orElseThrow().passwordHash == null
        ? grant(link.get(), formToken, address)
        : openWithPassword(link.get(), password, formToken, address);
  }

  /** Returns {@code CONFIRM} if the link can be opened by counting another use. */
  private Answer check(Optional<ShareLink> found) {
    if (found.isEmpty()) {
      return Answer.UNKNOWN;
    }
    var link = found.get();
    if (managers.mayManage(link.videoId)) {
      return Answer.OPEN;
    }
    var state = link.state(clock.instant());
    if (state == ShareLink.State.EXPIRED) {
      return Answer.EXPIRED;
    }
    if (!rights.permit(link) || !videos.isAvailable(link.videoId)) {
      return Answer.UNAVAILABLE;
    }
    if (grants.has(link)) {
      return Answer.OPEN;
    }
    return state == ShareLink.State.USED_UP ? Answer.USED_UP : Answer.CONFIRM;
  }

  private Opening refuse(Answer answer) {
    if (answer == Answer.UNKNOWN) {
      log.recordUnknown();
    } else {
      log.recordEnded();
    }
    return Opening.of(answer);
  }

  private Opening openWithPassword(
      ShareLink link, String password, String formToken, ClientAddress address) {
    var check = passwords.check(link.throttleSubject(), password, link.passwordHash, address);
    return switch (check.outcome()) {
      case RIGHT -> {
        if (check.upgradedHash() != null) {
          links.upgradePasswordHash(link, check.upgradedHash());
        }
        yield grant(link, formToken, address);
      }
      case WRONG -> {
        log.recordWrongPassword(link, address);
        yield Opening.of(Answer.WRONG_PASSWORD);
      }
      case THROTTLED -> postpone(Answer.THROTTLED, check.retryAfter());
      case BUSY -> postpone(Answer.BUSY, check.retryAfter());
    };
  }

  private Opening postpone(Answer answer, Duration delay) {
    log.recordThrottled();
    return new Opening(answer, null, List.of(), delay);
  }

  /** Another browser may get the last use, or the owner may revoke the link, just before. */
  private Opening grant(ShareLink link, String formToken, ClientAddress address) {
    var cookies = grants.issue(link, formToken);
    if (cookies.isEmpty()) {
      return refuse(links.find(link.id).isEmpty() ? Answer.UNKNOWN : Answer.USED_UP);
    }
    log.recordGranted(link, address);
    return Opening.open(link, cookies);
  }
}
