package dev.slipway.web;

import java.util.Objects;

/**
 * What a check found.
 *
 * @param sentence what was seen, and where that is not fine, what mends it or how to look; never a
 *     secret or a signed URL
 */
public record Finding(Verdict verdict, String sentence) {
  public Finding {
    Objects.requireNonNull(verdict);
    Objects.requireNonNull(sentence);
  }

  public static Finding fine(String sentence) {
    return new Finding(Verdict.FINE, sentence);
  }

  public static Finding weak(String sentence) {
    return new Finding(Verdict.WEAK, sentence);
  }

  public static Finding broken(String sentence) {
    return new Finding(Verdict.BROKEN, sentence);
  }

  public static Finding unknown(String sentence) {
    return new Finding(Verdict.UNKNOWN, sentence);
  }
}
