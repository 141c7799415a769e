package dev.slipway.catalogue.sync;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What was promised about objects. The catalogue asks; whoever opens uploads knows. */
public interface PendingUploads {
  /**
   * The promise for this key, held until the transaction ends, so that it can't be withdrawn while
   * the object is being catalogued. Empty where another tool put the object there.
   */
  Optional<PendingUpload> findAndLock(ObjectKey key);

  /**
   * Writes down, from what stands beside the object, a promise that has been lost, such as with the
   * database. Empty where the object is none of ours, or its owner has no account.
   */
  Optional<PendingUpload> recoverFromMetadata(StoredObject object);

  /** Those of the ids under which something was promised, and whether it was withdrawn. */
  Map<RandomId, Boolean> findAbortedById(Collection<RandomId> ids);

  /**
   * What is still on its way. Empty where it has been stored or given up, or was never promised.
   */
  Optional<UploadInProgress> findInProgress(RandomId id);
}
