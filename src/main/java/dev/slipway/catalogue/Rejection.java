package dev.slipway.catalogue;

/** Why a stored object can't be played as a video. */
public enum Rejection {
  NOT_A_VIDEO("not-a-video", "The file is %s, not a video. It is kept, but can't be played."),
  EMPTY("empty", "The file is empty."),
  INCOMPLETE("incomplete", "Only the beginning of the file was stored. Upload it again.");

  private final String code;
  private final String message;

  Rejection(String code, String message) {
    this.code = code;
    this.message = message;
  }

  /** A stable code for programs. */
  String code() {
    return code;
  }

  /** The reason in a sentence for people. */
  String message(String mediaType) {
    return message.formatted(mediaType);
  }
}
