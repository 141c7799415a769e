package dev.slipway.catalogue.sync;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the upload of an object, and with it what the upload declared about the object. Closed
 * uploads are found too: a stored one when its object changes, and an aborted one as a tombstone.
 * The catalogue defines this interface and the uploads implement it, so that the catalogue doesn't
 * depend on them.
 */
public interface PendingUploads {
  /**
   * Finds the upload with this key and locks it until the transaction ends, so that it can't be
   * aborted while its object is being catalogued. Returns empty if another tool stored the object.
   */
  Optional<PendingUpload> findAndLock(ObjectKey key);

  /**
   * Writes an upload again from the object's metadata, for example after the loss of the database.
   * Returns empty if the object has no such metadata, or if its owner has no account.
   */
  Optional<PendingUpload> recoverFromMetadata(StoredObject object);

  /** Returns those of the ids that are uploads, each with whether the upload was aborted. */
  Map<RandomId, Boolean> findWhetherAborted(Collection<RandomId> ids);

  /**
   * Removes what the store may hold of a multipart upload with this key. Must not be called in a
   * transaction.
   *
   * @throws dev.slipway.storage.StoreUnavailableException if the store doesn't answer
   */
  void removeParts(ObjectKey key);

  /** Finds an upload whose object isn't stored. Returns empty if it is stored or unknown. */
  Optional<UnfinishedUpload> findUnfinished(RandomId id);

  /** Counts an owner's open uploads, whose bytes are reserved. */
  OpenUploads summarizeOpen(String owner);

  /**
   * The open uploads of an owner.
   *
   * @param bytes the sum of their declared sizes
   */
  record OpenUploads(long count, long bytes) {}
}
