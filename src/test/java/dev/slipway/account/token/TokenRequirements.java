package dev.slipway.account.token;

import dev.slipway.account.TokenScope;
import java.util.Optional;

/** What the endpoints below {@code /api} require of tokens, for tests of other packages. */
public final class TokenRequirements {
  private TokenRequirements() {}

  /**
   * Returns the scope that a limited token needs; empty for none.
   *
   * @param template of the path, such as {@code /api/videos/{id}}
   * @param isAdmin whether the token is an administrator's
   */
  public static Optional<TokenScope> scopeOf(String method, String template, boolean isAdmin) {
    return requirement(method, template).scope(isAdmin);
  }

  /** Whether the endpoint refuses every token. */
  public static boolean isLoginNeeded(String method, String template) {
    return requirement(method, template).login();
  }

  private static ScopeRules.Requirement requirement(String method, String template) {
    return ScopeRules.find(method, template)
        .orElseThrow(
            () ->
                new AssertionError(
                    "Decide in ScopeRules which scope a token needs for %s %s"
                        .formatted(method, template)));
  }
}
