package dev.slipway.account.quota;

import java.util.Collection;
import java.util.Map;

/**
 * Counts open uploads. The quota defines this interface and the uploads implement it, so that
 * accounts don't depend on uploads.
 */
public interface OpenUploadCounts {
  /**
   * Counts the open uploads of one owner, in the transaction of the caller.
   *
   * @param max counting stops here
   */
  long countOpen(String owner, long max);

  /** Counts the open uploads of several owners. An owner without any is not in the result. */
  Map<String, Long> countOpen(Collection<String> owners);
}
