package dev.slipway.catalogue.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what the sender of the current request may watch because its owner shared it. The catalogue
 * defines this interface and the share links implement it, so that the catalogue doesn't depend on
 * them.
 */
public interface SharedAccess {
  /**
   * Finds the grant of the current request for a video or for the upload that becomes it. Returns
   * empty outside HTTP requests.
   */
  Optional<Grant> findGrant(String videoId);

  /** Returns what the share links that the sender has opened permit with a video. */
  default AccessPolicy.Sharing sharingOf(String videoId) {
    return findGrant(videoId)
        .map(
            grant ->
                grant.downloadAllowed()
                    ? AccessPolicy.Sharing.DOWNLOAD
                    : AccessPolicy.Sharing.WATCH)
        .orElse(AccessPolicy.Sharing.NONE);
  }

  /**
   * Finds the grants that have neither ended nor been suspended, for responses that go on for long.
   *
   * @param ids of grants that were found before
   */
  Set<String> findValid(Collection<String> ids);

  /** Whether the browser presents a grant for this video that has ended. */
  boolean hasEndedGrant(String videoId);

  /**
   * Lets a visitor watch one video. It never permits a change.
   *
   * @param id identifies the grant inside the application; it permits nothing
   * @param expiresAt when it ends at the latest
   * @param downloadAllowed whether the visitor may also download the file
   */
  record Grant(String id, Instant expiresAt, boolean downloadAllowed) {
    /** A signed URL outlives the revocation of a link by this time at most. */
    private static final Duration MAX_URL_LIFETIME = Duration.ofMinutes(15);

    /** A player can't begin with less, so a URL may outlive the end of a link by this time. */
    private static final Duration MIN_URL_LIFETIME = Duration.ofMinutes(1);

    /** Returns the lifetime of a URL for the visitor, which ends with the grant. */
    public Duration limit(Duration requested, Instant now) {
      var remaining = Duration.between(now, expiresAt);
      var longest = remaining.compareTo(MAX_URL_LIFETIME) < 0 ? remaining : MAX_URL_LIFETIME;
      var limit = longest.compareTo(MIN_URL_LIFETIME) < 0 ? MIN_URL_LIFETIME : longest;
      return requested.compareTo(limit) < 0 ? requested : limit;
    }
  }
}
