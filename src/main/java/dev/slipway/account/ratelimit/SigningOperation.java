package dev.slipway.account.ratelimit;

/** What is asked for when something is to be signed. */
public enum SigningOperation {
  /** A new upload: with its URL, or begun in the store where it comes in parts. */
  UPLOAD,
  /** Another URL of an open upload. */
  RENEWAL,
  /** A batch of parts. */
  PARTS,
  /** A video, to be watched or downloaded. */
  VIDEO
}
