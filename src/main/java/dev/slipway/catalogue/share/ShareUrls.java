package dev.slipway.catalogue.share;

import dev.slipway.account.SecretToken;
import dev.slipway.catalogue.metadata.TextSealer;
import dev.slipway.web.path.PathPrefix;
import dev.slipway.web.path.SecretPaths;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Makes the addresses of links. The database has the hash of a token, which opens the link, and the
 * token encrypted with a key that the database doesn't have, from which the address is made again.
 */
@ApplicationScoped
class ShareUrls {
  private final TextSealer sealer;
  private final CurrentVertxRequest request;
  private final PathPrefix prefix;

  ShareUrls(TextSealer sealer, CurrentVertxRequest request, PathPrefix prefix) {
    this.sealer = sealer;
    this.request = request;
    this.prefix = prefix;
  }

  String seal(String linkId, SecretToken token) {
    return sealer.seal(token.text(), context(linkId));
  }

  /**
   * Returns the complete address of a link at the host of the current request; null if its token
   * can't be decrypted.
   */
  String urlOf(ShareLink link) {
    return sealer
        .open(link.sealedToken, context(link.id))
        .map(token -> absolute(SecretPaths.SHARE_LINK + token))
        .orElse(null);
  }

  /** Returns the complete address of the page that plays a video. */
  String pageOf(String videoId) {
    return absolute("/videos/" + videoId);
  }

  private String absolute(String path) {
    var current = request.getCurrent().request();
    return "%s://%s%s".formatted(current.scheme(), current.authority(), prefix.addTo(path));
  }

  private static String context(String linkId) {
    return "share link\n" + linkId;
  }
}
