package dev.slipway.media.probe;

import java.util.Objects;

/**
 * The result of a probe.
 *
 * @param info what is known of the file, also of a rejected one
 * @param rejection null if the file can be played
 * @param detail a sentence for people about this file, such as its codec; null if there is none
 */
public record ProbeResult(MediaInfo info, ProbeRejection rejection, String detail) {
  public ProbeResult {
    Objects.requireNonNull(info);
  }

  static ProbeResult playable(MediaInfo info) {
    return new ProbeResult(info, null, null);
  }

  static ProbeResult rejected(MediaInfo info, ProbeRejection rejection, String detail) {
    return new ProbeResult(info, Objects.requireNonNull(rejection), detail);
  }
}
