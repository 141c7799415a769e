package dev.slipway.catalogue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a stored object can't be played as a video. */
public enum Rejection {
  NOT_A_VIDEO("not-a-video", "The file is %s, not a video. Upload a video file."),
  EMPTY("empty", "The file is empty."),
  INCOMPLETE("incomplete", "Only the beginning of the file was stored. Upload it again."),
  NO_VIDEO_STREAM(
      "no-video-stream", "The file has no picture, only sound or data. Upload a file with video."),
  TRUNCATED(
      "truncated",
      "The end of the file is missing. Check that the original plays to its end, and upload it"
          + " again."),
  NO_INDEX(
      "no-index",
      "The file has no index, so no player can read it. The recording or the export was probably"
          + " interrupted. Repair or export the file again, and upload the result."),
  TOO_LONG(
      "too-long",
      "The video is longer than this installation accepts. Cut it into shorter videos."),
  PICTURE_TOO_LARGE(
      "picture-too-large",
      "The picture has more pixels than this installation accepts. Export the video with a smaller"
          + " picture."),
  CODEC_NOT_ALLOWED(
      "codec-not-allowed",
      "The video's codec isn't accepted. Export the video as H.264 in MP4, and upload the result."),
  REFERENCE(
      "reference",
      "The file is a playlist, or refers to other files. Upload a file that contains the video"
          + " itself."),
  UNREADABLE(
      "unreadable",
      "The file is damaged, so its format can't be read. Check that the original plays, and export"
          + " it again."),
  MALWARE("malware", "The scanner found malware in the file. It can't be played or downloaded.");

  private final String code;
  private final String message;

  Rejection(String code, String message) {
    this.code = code;
    this.message = message;
  }

  /** Finds the reason with a code; empty if this version has none. */
  public static Optional<Rejection> findByCode(String code) {
    return Arrays.stream(values()).filter(rejection -> rejection.code.equals(code)).findFirst();
  }

  /**
   * Returns the code of a reason that the database has. A newer version may have stored one that
   * this version doesn't know.
   */
  public static String codeOf(String name) {
    return Arrays.stream(values())
        .filter(rejection -> rejection.name().equals(name))
        .findFirst()
        .map(Rejection::code)
        .orElseGet(() -> name.toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** A stable code for programs: the name in lower case, with hyphens. */
  public String code() {
    return code;
  }

  /** The reason in a sentence for people. */
  String message(String mediaType) {
    return message.formatted(mediaType);
  }
}
