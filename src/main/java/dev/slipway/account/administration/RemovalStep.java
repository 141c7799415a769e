package dev.slipway.account.administration;

/**
 * A part of what is left to do after the removal of an account. The package that owns the data
 * implements it, so that accounts don't depend on videos and uploads.
 */
public interface RemovalStep {
  /** The steps run in this order, each until nothing is left for it. */
  int order();

  /**
   * Does a small part in the transaction of the caller, without calls to the store.
   *
   * @param limit how many rows at most
   * @return how many rows were changed; 0 if nothing is left
   */
  int run(Removal removal, int limit);

  /**
   * What to do.
   *
   * @param account the removed one
   * @param newOwner null unless the videos are moved
   * @param requestedBy the administrator, for the audit log
   */
  record Removal(String account, RemovedVideos videos, String newOwner, String requestedBy) {}
}
