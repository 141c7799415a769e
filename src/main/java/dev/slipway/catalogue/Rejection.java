package dev.slipway.catalogue;

/** Why a stored object is no video of ours. */
public enum Rejection {
  NOT_A_VIDEO("not-a-video", "The file is %s, not a video. It is kept, but can't be played."),
  EMPTY("empty", "The file is empty."),
  INCOMPLETE("incomplete", "Only the beginning of the file was stored. Upload it again.");

  private final String code;
  private final String sentence;

  Rejection(String code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  /** Stable, for programs. */
  String code() {
    return code;
  }

  String message(String mediaType) {
    return sentence.formatted(mediaType);
  }
}
