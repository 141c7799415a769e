package dev.slipway.media.checks;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which versions of ffmpeg have a vulnerability that matters for uploaded files. */
final class KnownAdvisories {
  /**
   * CVE-2026-8461: the decoder of MagicYUV writes outside of its memory. It can be reached from
   * AVI, Matroska and QuickTime files.
   */
  private static final int[] FIRST_FIXED = {8, 1, 2};

  private static final Pattern RELEASE = Pattern.compile("n?(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

  private KnownAdvisories() {}

  /**
   * Whether a version has the vulnerability.
   *
   * @param version such as {@code 8.1.2} or {@code 5.1.9-0+deb12u1}
   * @return empty if the version is not that of a release
   */
  static Optional<Boolean> isVulnerable(String version) {
    var numbers = RELEASE.matcher(version);
    if (!numbers.matches()) {
      return Optional.empty();
    }
    for (var index = 0; index < FIRST_FIXED.length; index++) {
      var text = numbers.group(index + 1);
      var number = text == null ? 0 : Integer.parseInt(text);
      if (number != FIRST_FIXED[index]) {
        return Optional.of(number < FIRST_FIXED[index]);
      }
    }
    return Optional.of(false);
  }
}
