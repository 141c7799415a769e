package dev.slipway.account.administration;

import dev.slipway.account.SecretToken;
import dev.slipway.web.path.PathPrefix;
import dev.slipway.web.path.SecretPaths;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the addresses of invitations. */
@ApplicationScoped
class InvitationUrls {
  private final Optional<List<String>> origins;
  private final CurrentVertxRequest request;
  private final PathPrefix prefix;

  /**
   * @param origins of the pages, if they are configured
   */
  InvitationUrls(
      @ConfigProperty(name = "slipway.doctor.origin") Optional<List<String>> origins,
      CurrentVertxRequest request,
      PathPrefix prefix) {
    this.origins = origins;
    this.request = request;
    this.prefix = prefix;
  }

  /** Returns the complete address of a link at the host of the current request. */
  String urlOf(SecretToken token) {
    var current = request.getCurrent().request();
    return "%s://%s%s".formatted(current.scheme(), current.authority(), pathOf(token));
  }

  /**
   * Returns the address of a link outside a request: complete if the origin of the pages is
   * configured, otherwise only the path.
   */
  String urlAtStart(SecretToken token) {
    var origin = origins.filter(list -> !list.isEmpty()).map(list -> list.get(0).strip());
    return origin.orElse("") + pathOf(token);
  }

  private String pathOf(SecretToken token) {
    return prefix.addTo(SecretPaths.INVITATION + token.text());
  }
}
