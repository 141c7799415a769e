package dev.slipway.lab.attacks.bench;

import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** What the store has under a key, asked with the application's own calls. */
@ApplicationScoped
class StoreFacts {
  private final ObjectStore store;
  private final MultipartStore multipartStore;
  private final SecureRandom random;

  StoreFacts(ObjectStore store, MultipartStore multipartStore, SecureRandom random) {
    this.store = store;
    this.multipartStore = multipartStore;
    this.random = random;
  }

  String bucket() {
    return store.bucket();
  }

  /** A key that no upload has. */
  ObjectKey unusedKey() {
    return ObjectKey.ofSource(RandomId.random(random));
  }

  Optional<StoredObject> find(ObjectKey key) {
    return store.head(key);
  }

  int countParts(ThrowAwayPart part) {
    return multipartStore.listParts(part.key(), part.uploadId()).map(List::size).orElse(0);
  }

  void remove(ObjectKey key) {
    store.remove(key);
  }
}
