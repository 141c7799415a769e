package dev.slipway.catalogue;

import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
import java.util.Optional;

/** What was promised about objects. The catalogue asks; whoever opens uploads knows. */
public interface Intents {
  /**
   * The promise for this key, held until the transaction ends, so that it can't be withdrawn while
   * the object is being catalogued. Empty where another tool put the object there.
   */
  Optional<Intent> hold(ObjectKey key);

  /**
   * What is still on its way. Empty where it has been stored or given up, or was never promised.
   */
  Optional<Awaited> awaited(ObjectId id);
}
