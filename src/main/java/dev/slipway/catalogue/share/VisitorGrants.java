package dev.slipway.catalogue.share;

import dev.slipway.account.SecretToken;
import dev.slipway.catalogue.access.SharedAccess;
import dev.slipway.storage.RandomId;
import dev.slipway.web.path.HostCookie;
import dev.slipway.web.path.PathPrefix;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.NewCookie;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Issues grants and finds those of the current request. Each is a random token in a cookie of its
 * own, whose name contains the id of the link, so that links that are opened at the same time don't
 * replace each other's. The id of the video follows the token, because after a revocation nothing
 * else says which video the link was for.
 */
@ApplicationScoped
class VisitorGrants implements SharedAccess {
  /** All cookies of this application then stay below 4 KiB, half of what servers accept. */
  static final int MAX_COOKIES = 20;

  /**
   * Beyond this many browsers of one link without a limit, those that opened it first have to open
   * it again.
   */
  static final int MAX_GRANTS_PER_LINK = 10_000;

  /** The oldest are deleted at every hundredth use, because finding them takes milliseconds. */
  private static final int USES_PER_CLEANUP = 100;

  /** For so long after its end, a browser is told that its grant has ended, and what to do. */
  private static final Duration EXPLANATION_TIME = Duration.ofDays(30);

  private static final String BASE_NAME = "slipway_share_";

  /** Between the token and the id of the video. */
  private static final char SEPARATOR = '.';

  private static final int ID_LENGTH = 26;

  /** A random token of 256 bits, which nobody can guess. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final ShareConfig config;
  private final SharingRights rights;
  private final CurrentVertxRequest request;
  private final PathPrefix prefix;
  private final SecureRandom random;
  private final Clock clock;

  VisitorGrants(
      ShareConfig config,
      SharingRights rights,
      CurrentVertxRequest request,
      PathPrefix prefix,
      SecureRandom random,
      Clock clock) {
    this.config = config;
    this.rights = rights;
    this.request = request;
    this.prefix = prefix;
    this.random = random;
    this.clock = clock;
  }

  @Override
  @Transactional
  public Optional<Grant> findGrant(String videoId) {
    return find(link -> link.videoId.equals(videoId)).stream()
        .map(grant -> new Grant(idOf(grant), grant.expiresAt, grant.link.downloadAllowed))
        .max(VisitorGrants::compare);
  }

  @Override
  @Transactional
  public Set<String> findValid(Collection<String> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    var grants =
        ShareGrant.<ShareGrant>list(
            "from ShareGrant g join fetch g.link where g.tokenHash in ?1 and g.expiresAt > ?2",
            ids.stream().map(HexFormat.of()::parseHex).toList(),
            clock.instant());
    var permitted = rights.findPermitted(grants.stream().map(grant -> grant.link).toList());
    return grants.stream()
        .filter(grant -> permitted.contains(grant.link.id))
        .map(VisitorGrants::idOf)
        .collect(Collectors.toSet());
  }

  private static String idOf(ShareGrant grant) {
    return HexFormat.of().formatHex(grant.tokenHash);
  }

  @Override
  @Transactional
  public boolean hasEndedGrant(String videoId) {
    var valid = find(link -> link.videoId.equals(videoId));
    return presented().stream()
        .filter(cookie -> cookie.videoId().equals(videoId))
        .anyMatch(cookie -> valid.stream().noneMatch(cookie::isOf));
  }

  /** Whether this browser has opened the link before, and its grant is still valid. */
  @Transactional
  boolean has(ShareLink link) {
    return !find(granted -> granted.id.equals(link.id)).isEmpty();
  }

  /**
   * Returns the token of a future grant. A form sends it, so that the same form counts once, also
   * if it is sent twice or if the response is lost.
   */
  SecretToken newToken() {
    return SecretToken.random(random, "");
  }

  /**
   * Returns the cookies of the grant that was issued to a form before; empty if none was.
   *
   * @param formToken as the browser sent it; null for none
   */
  @Transactional
  List<NewCookie> findIssued(ShareLink link, String formToken) {
    var now = clock.instant();
    return parseToken(formToken)
        .flatMap(
            token ->
                findValid(token, now)
                    .filter(grant -> grant.link.id.equals(link.id))
                    .map(grant -> cookies(link, token, now, grant.expiresAt)))
        .orElse(List.of());
  }

  /**
   * Counts a use of the link and grants this browser access. Counts nothing if the form has been
   * sent before.
   *
   * @param formToken as the browser sent it, see {@link #newToken}; null for none
   * @return the cookies to set: that of the grant, and the removal of those beyond {@value
   *     #MAX_COOKIES}, first of grants that have ended, then of the oldest; empty if no use is
   *     left, or if the link has ended
   */
  @Transactional
  List<NewCookie> issue(ShareLink found, String formToken) {
    var now = clock.instant();
    // Until this transaction ends, the link can't be revoked, and the same form has to wait.
    ShareLink link = ShareLink.findById(found.id, LockModeType.PESSIMISTIC_WRITE);
    if (link == null) {
      return List.of();
    }
    var issued = findIssued(link, formToken);
    if (!issued.isEmpty()) {
      return issued;
    }
    if (!ShareLink.countUse(link.id, now)) {
      return List.of();
    }
    var end = now.plus(config.grantLifetime());
    var expiresAt = end.isBefore(link.expiresAt) ? end : link.expiresAt;
    var token = parseToken(formToken).filter(VisitorGrants::isUnused).orElseGet(this::newToken);
    new ShareGrant(token.hash(), link, now, expiresAt).persist();
    if ((link.uses + 1) % USES_PER_CLEANUP == 0) {
      ShareGrant.deleteOldest(link.id, MAX_GRANTS_PER_LINK);
    }
    return cookies(link, token, now, expiresAt);
  }

  private static Optional<SecretToken> parseToken(String formToken) {
    return formToken != null && TOKEN.matcher(formToken).matches()
        ? Optional.of(new SecretToken(formToken))
        : Optional.empty();
  }

  private static Optional<ShareGrant> findValid(SecretToken token, Instant now) {
    return ShareGrant.find("tokenHash = ?1 and expiresAt > ?2", token.hash(), now)
        .firstResultOptional();
  }

  /** One that was used for another link, or whose grant has expired, can't be used again. */
  private static boolean isUnused(SecretToken token) {
    return ShareGrant.count("tokenHash", (Object) token.hash()) == 0;
  }

  private List<NewCookie> cookies(
      ShareLink link, SecretToken token, Instant now, Instant expiresAt) {
    var cookies = new ArrayList<NewCookie>();
    var valid = find(any -> true);
    var others =
        presented().stream()
            .filter(cookie -> !cookie.linkId().equals(link.id))
            .sorted(Comparator.comparing(cookie -> cookie.issuedAt(valid)))
            .toList();
    others.stream()
        .limit(Math.max(0, others.size() - MAX_COOKIES + 1))
        .forEach(other -> cookies.add(cookie(other.linkId()).expired()));
    // The cookie outlives the grant, so that the visitor isn't just asked to log in.
    var lifetime = Duration.between(now, expiresAt).plus(EXPLANATION_TIME);
    cookies.add(cookie(link.id).with(token.text() + SEPARATOR + link.videoId, lifetime));
    return cookies;
  }

  private HostCookie cookie(String linkId) {
    return HostCookie.of(BASE_NAME + linkId, currentRequest(), prefix);
  }

  /**
   * The valid grants of this browser for some links. A token counts for the link that its cookie
   * names.
   */
  private List<ShareGrant> find(Predicate<ShareLink> links) {
    var cookies = presented();
    if (cookies.isEmpty()) {
      return List.of();
    }
    return ShareGrant.<ShareGrant>find(
            "from ShareGrant g join fetch g.link where g.tokenHash in ?1 and g.expiresAt > ?2",
            cookies.stream().map(Presented::tokenHash).toList(),
            clock.instant())
        .stream()
        .filter(grant -> cookies.stream().anyMatch(cookie -> cookie.isOf(grant)))
        .filter(grant -> links.test(grant.link))
        .filter(grant -> rights.permit(grant.link))
        .toList();
  }

  private List<Presented> presented() {
    var current = currentRequest();
    return current == null
        ? List.of()
        : current.cookies().stream()
            .flatMap(cookie -> parse(cookie).stream())
            .limit(2 * MAX_COOKIES)
            .toList();
  }

  private Optional<Presented> parse(Cookie cookie) {
    var start = cookie.getName().indexOf(BASE_NAME) + BASE_NAME.length();
    var end = start + ID_LENGTH;
    if (start < BASE_NAME.length() || end > cookie.getName().length()) {
      return Optional.empty();
    }
    var linkId = cookie.getName().substring(start, end);
    if (!RandomId.isValid(linkId) || !cookie.getName().equals(cookie(linkId).name())) {
      return Optional.empty();
    }
    var value = cookie.getValue();
    var separator = value.indexOf(SEPARATOR);
    var token = new SecretToken(separator < 0 ? value : value.substring(0, separator));
    return Optional.of(new Presented(linkId, value.substring(separator + 1), token.hash()));
  }

  /** Null outside HTTP requests. */
  private HttpServerRequest currentRequest() {
    var current = request.getCurrent();
    return current == null ? null : current.request();
  }

  /** The one that permits more, and lasts longer. */
  private static int compare(Grant one, Grant other) {
    return one.downloadAllowed() == other.downloadAllowed()
        ? one.expiresAt().compareTo(other.expiresAt())
        : Boolean.compare(one.downloadAllowed(), other.downloadAllowed());
  }

  /**
   * A cookie of a grant as the browser sent it.
   *
   * @param videoId for the words of a page only: the row of the grant decides what it permits
   */
  private record Presented(String linkId, String videoId, byte[] tokenHash) {
    boolean isOf(ShareGrant grant) {
      return linkId.equals(grant.link.id) && Arrays.equals(tokenHash, grant.tokenHash);
    }

    /** When its grant was issued; before all times if that has ended. */
    Instant issuedAt(List<ShareGrant> valid) {
      return valid.stream()
          .filter(this::isOf)
          .map(grant -> grant.createdAt)
          .findFirst()
          .orElse(Instant.MIN);
    }
  }
}
