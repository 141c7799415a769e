package dev.slipway.catalogue;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Locale;

/** What a pre-signed URL of a video is for. */
public enum UrlOperation {
  PLAY,
  DOWNLOAD;

  static UrlOperation parse(String text) {
    try {
      return valueOf(text == null ? "" : text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "'operation' must be \"play\" or \"download\".");
    }
  }
}
