package dev.slipway.account.ratelimit;

/** What an endpoint signs. The lower-case name is a label in the metrics. */
public enum SigningOperation {
  /** A new upload: its URL, or for a multipart upload its creation in the store. */
  UPLOAD,
  /** A fresh URL for an open upload. */
  RENEWAL,
  /** URLs for a batch of parts. */
  PARTS,
  /** A URL to play, download or delete a video. */
  VIDEO,
  /** The page that plays a video, with the URL in it. */
  PAGE,
  /** A share link that is created or opened: it lets people get the URLs of one video. */
  SHARE,
  /** An inspected URL, whose signature is computed to compare it. */
  INSPECTION,
  /** An attack of the lab, which signs the URLs of a throw-away upload. */
  ATTACK,
  /** A trial of the lab, which signs a POST policy or requests temporary credentials. */
  TRIAL
}
