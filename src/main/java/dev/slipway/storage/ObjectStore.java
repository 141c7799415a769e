package dev.slipway.storage;

import java.util.Optional;

/**
 * The application's own calls to objects of the videos bucket. Each has a time limit, a fixed
 * number runs at once, and none runs in a database transaction. When the store does not answer, or
 * refuses for a reason that can pass, a call throws {@link StoreUnavailableException}.
 */
public interface ObjectStore {
  /** The name of the videos bucket. */
  String bucket();

  /** Asks the store for the object's attributes; empty if the store has no such object. */
  Optional<StoredObject> head(ObjectKey key);

  /**
   * Reads the beginning of exactly the object that was described; empty if it has been removed or
   * replaced since.
   *
   * @param length maximum number of bytes
   */
  Optional<byte[]> firstBytes(StoredObject object, int length);

  /** Removes the object. Removing an absent object succeeds. */
  void remove(ObjectKey key);
}
