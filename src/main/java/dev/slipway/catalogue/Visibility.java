package dev.slipway.catalogue;

/** Who may watch a video beside its owner and admins. */
public enum Visibility {
  /** Nobody. */
  PRIVATE,
  /** Whoever has its address. */
  UNLISTED,
  /** Everybody; it is listed. */
  PUBLIC
}
