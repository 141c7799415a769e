package dev.slipway.lab.attacks.bench;

import dev.slipway.storage.ObjectKey;
import java.time.Instant;

/**
 * An ordinary upload of the caller that an attack may use.
 *
 * @param put the request that its signed URL permits
 */
public record ThrowAwayUpload(String id, ObjectKey key, StoreRequest put) {
  /**
   * The request that another URL for the same file permits.
   *
   * @param expiresAt by the clock of the application
   */
  public record SignedPut(StoreRequest put, Instant expiresAt) {}
}
