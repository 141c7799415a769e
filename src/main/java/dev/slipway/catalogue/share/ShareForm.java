package dev.slipway.catalogue.share;

import dev.slipway.web.Formats;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The form that creates a link.
 *
 * @param label as typed before, or empty
 * @param uses as typed before, or empty
 * @param download as chosen before
 * @param error why no link was created, or null
 */
record ShareForm(
    String label, List<Choice> lifetimes, String uses, boolean download, Refusal error) {
  private static final List<Duration> STANDARD_LIFETIMES =
      List.of(
          Duration.ofHours(1),
          Duration.ofDays(1),
          Duration.ofDays(7),
          Duration.ofDays(30),
          Duration.ofDays(90),
          Duration.ofDays(365));

  /**
   * Why no link was created.
   *
   * @param field the name of the field that is wrong; {@code form} if it is none
   */
  record Refusal(String field, String text) {}

  /** A lifetime to choose from, in seconds. */
  record Choice(long seconds, String label, boolean selected) {}

  static ShareForm empty(ShareConfig config) {
    return new ShareForm("", choices(config, config.lifetime().toSeconds()), "", false, null);
  }

  /** The form as it was sent, with an error. */
  static ShareForm refused(
      ShareConfig config,
      String label,
      Long lifetime,
      String uses,
      boolean download,
      Refusal error) {
    var chosen = lifetime == null ? config.lifetime().toSeconds() : lifetime;
    return new ShareForm(label, choices(config, chosen), uses, download, error);
  }

  private static List<Choice> choices(ShareConfig config, long chosen) {
    return Stream.concat(STANDARD_LIFETIMES.stream(), Stream.of(config.lifetime()))
        .filter(lifetime -> lifetime.compareTo(config.longest()) <= 0)
        .distinct()
        .sorted()
        .map(
            lifetime ->
                new Choice(
                    lifetime.toSeconds(),
                    Formats.durationInWords(lifetime),
                    lifetime.toSeconds() == chosen))
        .toList();
  }
}
