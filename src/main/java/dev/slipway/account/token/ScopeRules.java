package dev.slipway.account.token;

import dev.slipway.account.TokenScope;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The scope that each endpoint below {@code /api} requires of a token. The first rule that fits
 * counts. An endpoint without a rule refuses tokens that are limited, and fails {@code
 * ScopeRulesTest}.
 */
final class ScopeRules {
  private static final Set<String> ANY = Set.of();
  private static final Set<String> READ = Set.of("GET", "HEAD");

  private static final List<Rule> RULES =
      List.of(
          rule(ANY, "/api/me/password", Requirement.LOGIN),
          rule(ANY, "/api/me/sessions", Requirement.LOGIN),
          rule(ANY, "/api/me/ssh-keys", Requirement.LOGIN),
          rule(ANY, "/api/me", Requirement.NOTHING),
          rule(ANY, "/api/tokens", Requirement.LOGIN),
          rule(ANY, "/api/uploads", TokenScope.UPLOADS_WRITE),
          // A URL that deletes requires videos:write; see VideoResource.
          rule(Set.of("POST"), "/api/videos/{id}/urls", TokenScope.VIDEOS_READ),
          rule(ANY, "/api/videos/jobs", TokenScope.ADMIN),
          rule(READ, "/api/bulk", Requirement.ofOwnVideos(TokenScope.VIDEOS_READ)),
          rule(ANY, "/api/bulk", Requirement.ofOwnVideos(TokenScope.VIDEOS_WRITE)),
          rule(READ, "/api/videos/export", Requirement.ofOwnVideos(TokenScope.VIDEOS_READ)),
          rule(READ, "/api/videos", TokenScope.VIDEOS_READ),
          rule(ANY, "/api/videos", TokenScope.VIDEOS_WRITE),
          rule(READ, "/api/changes", TokenScope.VIDEOS_READ),
          rule(ANY, "/api/webhooks", TokenScope.WEBHOOKS),
          rule(ANY, "/api/lab/faults", TokenScope.ADMIN),
          rule(ANY, "/api/lab", TokenScope.LAB),
          rule(ANY, "/api/accounts/{name}/access", Requirement.ADMIN_LOGIN),
          rule(READ, "/api/accounts", TokenScope.ADMIN),
          rule(ANY, "/api/accounts", Requirement.ADMIN_LOGIN),
          rule(ANY, "/api/audit", TokenScope.ADMIN),
          rule(ANY, "/api/dashboard", TokenScope.ADMIN),
          rule(ANY, "/api/views", TokenScope.ADMIN),
          rule(ANY, "/api/doctor", TokenScope.ADMIN),
          rule(ANY, "/api/notifications", TokenScope.ADMIN),
          rule(ANY, "/api/processing", TokenScope.ADMIN),
          rule(ANY, "/api/reconciliations", TokenScope.ADMIN),
          // Everything that doesn't exist.
          rule(ANY, "/api/{path: .*}", Requirement.NOTHING));

  private ScopeRules() {}

  /**
   * What an endpoint requires of a token, besides its account's role.
   *
   * @param adminScope the scope that the token of an administrator needs instead
   * @param login whether the endpoint refuses all tokens itself
   */
  record Requirement(Optional<TokenScope> scope, Optional<TokenScope> adminScope, boolean login) {
    static final Requirement NOTHING = new Requirement(Optional.empty(), Optional.empty(), false);

    /** Refuses every token. */
    static final Requirement LOGIN = new Requirement(Optional.empty(), Optional.empty(), true);

    /** Refuses every token. Administrators can call the endpoint after a login. */
    static final Requirement ADMIN_LOGIN =
        new Requirement(Optional.of(TokenScope.ADMIN), Optional.of(TokenScope.ADMIN), true);

    static Requirement of(TokenScope scope) {
      return new Requirement(Optional.of(scope), Optional.of(scope), false);
    }

    /**
     * Creators reach their own videos here; administrators reach all videos and need the scope
     * {@code admin}.
     */
    static Requirement ofOwnVideos(TokenScope scope) {
      return new Requirement(Optional.of(scope), Optional.of(TokenScope.ADMIN), false);
    }

    Optional<TokenScope> scope(boolean isAdmin) {
      return isAdmin ? adminScope : scope;
    }
  }

  /**
   * @param methods of HTTP; empty for all
   * @param path the path's template, or its beginning up to the end of a segment
   */
  private record Rule(Set<String> methods, String path, Requirement requirement) {
    boolean matches(String method, String template) {
      return (methods.isEmpty() || methods.contains(method))
          && (template.equals(path) || template.startsWith(path + "/"));
    }
  }

  /**
   * @param template of the path, such as {@code /api/videos/{id}}
   * @return empty if there is no rule
   */
  static Optional<Requirement> find(String method, String template) {
    return RULES.stream()
        .filter(rule -> rule.matches(method, template))
        .map(Rule::requirement)
        .findFirst();
  }

  private static Rule rule(Set<String> methods, String path, TokenScope scope) {
    return rule(methods, path, Requirement.of(scope));
  }

  private static Rule rule(Set<String> methods, String path, Requirement requirement) {
    return new Rule(methods, path, requirement);
  }
}
