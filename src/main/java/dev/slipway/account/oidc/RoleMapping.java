package dev.slipway.account.oidc;

import dev.slipway.account.Role;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Maps the provider's roles or groups, which a claim lists, to a role. The highest one counts. */
class RoleMapping {
  private final String claim;
  private final Set<String> adminRoles;
  private final Set<String> creatorRoles;
  private final Set<String> viewerRoles;
  private final Optional<Role> defaultRole;

  RoleMapping(OidcConfig config) {
    claim = config.rolesClaim().orElse(null);
    adminRoles = config.adminRoles().orElse(Set.of());
    creatorRoles = config.creatorRoles().orElse(Set.of());
    viewerRoles = config.viewerRoles().orElse(Set.of());
    defaultRole = config.defaultRole();
  }

  /**
   * @param claims of the ID token
   * @return empty if the person may not use the application
   */
  Optional<Role> roleOf(Map<String, Object> claims) {
    var roles = claim == null ? List.of() : listOf(find(claims));
    if (roles.stream().anyMatch(adminRoles::contains)) {
      return Optional.of(Role.ADMIN);
    }
    if (roles.stream().anyMatch(creatorRoles::contains)) {
      return Optional.of(Role.CREATOR);
    }
    if (roles.stream().anyMatch(viewerRoles::contains)) {
      return Optional.of(Role.VIEWER);
    }
    return defaultRole;
  }

  /** Some providers use addresses as names of claims, so a name with dots comes before a path. */
  private Object find(Map<String, Object> claims) {
    if (claims.containsKey(claim)) {
      return claims.get(claim);
    }
    Object value = claims;
    for (var name : claim.split("\\.")) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return value;
  }

  private static Collection<?> listOf(Object value) {
    if (value instanceof Collection<?> list) {
      return list;
    }
    return value == null ? List.of() : List.of(value);
  }
}
