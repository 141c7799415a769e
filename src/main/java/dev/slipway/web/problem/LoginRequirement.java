package dev.slipway.web.problem;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;

/**
 * Hides from strangers which addresses exist below {@code /api}. An answer that depends on it is
 * for people and programs that are logged in.
 */
@ApplicationScoped
public class LoginRequirement {
  private static final String API = "/api/";

  private final CurrentIdentityAssociation identities;

  LoginRequirement(CurrentIdentityAssociation identities) {
    this.identities = identities;
  }

  /**
   * Requires a login for an address of the API, without blocking the thread.
   *
   * @return fails with {@link UnauthorizedException} without a login
   */
  public Uni<Void> require(UriInfo uri) {
    if (!uri.getPath().startsWith(API)) {
      return Uni.createFrom().voidItem();
    }
    return identities
        .getDeferredIdentity()
        .onItem()
        .transformToUni(
            identity ->
                identity.isAnonymous()
                    ? Uni.createFrom().failure(new UnauthorizedException())
                    : Uni.createFrom().voidItem());
  }
}
