/** Milliseconds before its expiry from which a URL is not sent to any more. */
const NEAR_EXPIRY = 30_000;
/** Milliseconds after which a URL may be the reason why a connection was lost: an expired one fails the preflight. */
const DOUBTFUL = 60_000;

/** How long a signed URL is to be relied on. Times are milliseconds by the clock here. */
export const freshness = {
  /** Whether there is time to send to a URL before it expires. */
  lasts(expiresAt, now) {
    return Date.parse(expiresAt) - now > NEAR_EXPIRY;
  },

  /** Whether a lost connection can be the URL's fault: the clock here need not be right. */
  isDoubtful(signedAt, now) {
    return now - signedAt > DOUBTFUL;
  },
};
