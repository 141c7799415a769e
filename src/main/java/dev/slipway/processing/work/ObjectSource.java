package dev.slipway.processing.work;

import dev.slipway.media.source.MediaSource;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoredObject;

/** Reads ranges of exactly the object that was described. */
public final class ObjectSource implements MediaSource {
  private final ObjectStore store;
  private final StoredObject object;

  public ObjectSource(ObjectStore store, StoredObject object) {
    this.store = store;
    this.object = object;
  }

  @Override
  public long size() {
    return object.size();
  }

  /**
   * @throws ObjectChangedException if the object was removed or replaced
   * @throws dev.slipway.storage.StoreUnavailableException if the store doesn't answer
   */
  @Override
  public byte[] read(long offset, int length) {
    if (offset >= object.size() || length <= 0) {
      return new byte[0];
    }
    return store.read(object, offset, length).orElseThrow(ObjectChangedException::new);
  }

  /** The object was removed or replaced while it was read. */
  public static final class ObjectChangedException extends RuntimeException {
    ObjectChangedException() {
      super("The object was removed or replaced while it was read");
    }
  }
}
