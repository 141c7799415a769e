package dev.slipway.storage;

import java.util.List;
import java.util.Optional;

/**
 * The application's own calls to objects of the bucket for derived files, with the same limits as
 * those of {@link ObjectStore}. If the bucket doesn't exist, it looks like an empty one.
 */
public interface DerivedStore {
  /** Whether the store answers at all. */
  default boolean isAvailable() {
    try {
      exists();
      return true;
    } catch (StoreUnavailableException unavailable) {
      return false;
    }
  }

  /** Whether the bucket exists. */
  boolean exists();

  /**
   * Stores a small object.
   *
   * @return false if the bucket doesn't exist
   */
  boolean put(ObjectKey key, byte[] content, String contentType);

  /** Reads a small object; empty if there is none. */
  Optional<byte[]> read(ObjectKey key);

  /**
   * Reads an object, up to a limit.
   *
   * @param maxBytes a larger object is cut off there
   * @return empty if there is none
   */
  Optional<byte[]> read(ObjectKey key, int maxBytes);

  /** Removes the object. Removing an absent object succeeds. */
  void remove(ObjectKey key);

  /**
   * Lists the first keys, up to 1,000, in the order of {@link ObjectKey#compareTo}.
   *
   * @param after the exclusive start key; null to list from the beginning
   */
  List<ObjectKey> list(String prefix, ObjectKey after);
}
