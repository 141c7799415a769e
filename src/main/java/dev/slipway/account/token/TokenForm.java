package dev.slipway.account.token;

import dev.slipway.account.TokenScope;
import dev.slipway.web.Formats;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The form that creates a token.
 *
 * @param name as typed before, or empty
 * @param limited whether the token is to be limited to scopes
 * @param scopes the scopes that the account can choose from
 * @param error why no token was created, or null
 */
record TokenForm(
    String name,
    List<LifetimeOption> lifetimes,
    boolean limited,
    List<ScopeOption> scopes,
    String error) {
  private static final List<Duration> STANDARD_LIFETIMES =
      Stream.of(7, 30, 90, 365).map(Duration::ofDays).toList();

  /** A lifetime to choose from. */
  record LifetimeOption(long seconds, String label, boolean selected) {}

  /** A scope to choose. */
  record ScopeOption(String name, String description, boolean selected) {
    /**
     * @param chosen the names of those that are selected; null for none
     */
    static List<ScopeOption> of(boolean isAdmin, List<String> chosen) {
      return TokenScope.all().stream()
          .filter(scope -> isAdmin || scope != TokenScope.ADMIN)
          .map(
              scope ->
                  new ScopeOption(
                      scope.text(),
                      scope.description(),
                      chosen != null && chosen.contains(scope.text())))
          .toList();
    }
  }

  static TokenForm empty(TokensConfig config, List<ScopeOption> scopes) {
    return new TokenForm("", options(config, config.lifetime().toSeconds()), false, scopes, null);
  }

  /** The form as it was sent, with an error. */
  static TokenForm rejected(
      TokensConfig config,
      String name,
      Long seconds,
      boolean limited,
      List<ScopeOption> scopes,
      String error) {
    var chosen = seconds == null ? config.lifetime().toSeconds() : seconds;
    return new TokenForm(name, options(config, chosen), limited, scopes, error);
  }

  private static List<LifetimeOption> options(TokensConfig config, long chosen) {
    return Stream.concat(STANDARD_LIFETIMES.stream(), Stream.of(config.lifetime()))
        .filter(lifetime -> lifetime.compareTo(config.longest()) <= 0)
        .distinct()
        .sorted()
        .map(lifetime -> option(lifetime, chosen))
        .toList();
  }

  private static LifetimeOption option(Duration lifetime, long chosen) {
    var seconds = lifetime.toSeconds();
    return new LifetimeOption(seconds, Formats.durationInWords(lifetime), seconds == chosen);
  }
}
