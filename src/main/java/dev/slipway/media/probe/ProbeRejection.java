package dev.slipway.media.probe;

/** Why a file can't be played. */
public enum ProbeRejection {
  /** Another kind of file, or a container that is not supported. */
  NOT_A_VIDEO,
  /** A media file without moving pictures, such as music with a cover. */
  NO_VIDEO_STREAM,
  EMPTY,
  /** The end of the file is missing. */
  TRUNCATED,
  /** An MP4 or QuickTime file without its index ({@code moov}), as after a crash of a camera. */
  NO_INDEX,
  TOO_LONG,
  PICTURE_TOO_LARGE,
  CODEC_NOT_ALLOWED,
  /** A playlist, or a file whose media is in another file. */
  REFERENCE,
  /** Damaged, encrypted, or otherwise not understood. */
  UNREADABLE
}
