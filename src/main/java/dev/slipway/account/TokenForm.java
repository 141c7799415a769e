package dev.slipway.account;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The form that makes a token.
 *
 * @param name as typed before, or empty
 * @param error why there is no token, or null
 */
record TokenForm(String name, List<Choice> lifetimes, String error) {
  private static final List<Duration> USUAL =
      Stream.of(7, 30, 90, 365).map(Duration::ofDays).toList();

  /** One lifetime to choose. */
  record Choice(long seconds, String words, boolean chosen) {}

  static TokenForm empty(TokensConfig config) {
    return new TokenForm("", choices(config, config.lifetime().toSeconds()), null);
  }

  static TokenForm refused(TokensConfig config, String name, Long seconds, String error) {
    var chosen = seconds == null ? config.lifetime().toSeconds() : seconds;
    return new TokenForm(name, choices(config, chosen), error);
  }

  private static List<Choice> choices(TokensConfig config, long chosen) {
    return Stream.concat(USUAL.stream(), Stream.of(config.lifetime()))
        .filter(lifetime -> lifetime.compareTo(config.longest()) <= 0)
        .distinct()
        .sorted()
        .map(one -> new Choice(one.toSeconds(), words(one), one.toSeconds() == chosen))
        .toList();
  }

  private static String words(Duration lifetime) {
    if (lifetime.toDays() > 0) {
      return lifetime.toDays() == 1 ? "1 day" : lifetime.toDays() + " days";
    }
    return lifetime.toMinutes() + " minutes";
  }
}
