package dev.slipway.catalogue.share;

/**
 * A request for a new link, not validated yet.
 *
 * @param expiresIn lifetime in seconds; null for the default
 * @param password that visitors have to enter; null or empty for none
 * @param maxUses how many browsers may open the link; null for any number
 * @param label tells the owner whom the link is for; null for none; cut after 255 characters
 * @param allowDownload whether visitors may download the file; null for no
 */
record ShareRequest(
    Long expiresIn, String password, Integer maxUses, String label, Boolean allowDownload) {
  static final ShareRequest DEFAULT = new ShareRequest(null, null, null, null, null);

  boolean hasPassword() {
    return password != null && !password.isEmpty();
  }
}
