package dev.slipway.storage;

import java.util.Map;
import java.util.Optional;

/**
 * The application's own calls to objects of the videos bucket. Each has a time limit, a fixed
 * number runs at once, and none runs in a database transaction. When the store does not answer, or
 * refuses for a reason that can pass, a call throws {@link StoreUnavailableException}.
 */
public interface ObjectStore {
  /** A key under which there is never an object. */
  ObjectKey UNUSED_KEY = new ObjectKey(ObjectKey.TEST_OBJECT_PREFIX + "unused");

  /**
   * Whether the store answers a request about {@link #UNUSED_KEY}, so that a call which failed
   * concerns its own object only.
   */
  default boolean isAvailable() {
    try {
      head(UNUSED_KEY);
      return true;
    } catch (StoreUnavailableException unavailable) {
      return false;
    }
  }

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

  /**
   * Reads a range of exactly the object that was described; empty if it has been removed or
   * replaced since.
   *
   * @param offset less than the size of the object
   * @param length maximum number of bytes
   */
  Optional<byte[]> read(StoredObject object, long offset, int length);

  /**
   * Stores an object whose bytes pass through the application. The store verifies its checksum, if
   * it can.
   *
   * @param metadata user metadata of the object; ASCII only
   * @return false if the store already has an object under the key, which then stays
   * @throws StoreRefusalException if other bytes arrived than the checksum says
   */
  boolean create(
      ObjectKey key, String contentType, Map<String, String> metadata, ObjectContent content);

  /** Removes the object. Removing an absent object succeeds. */
  void remove(ObjectKey key);
}
