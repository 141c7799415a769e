package dev.slipway.lab.attacks.bench;

import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what the store has under a key, with the application's own calls. */
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

  /** The number of parts; empty if the store does not know the upload. */
  OptionalInt countParts(ThrowAwayPart part) {
    var uploadId = URLDecoder.decode(part.uploadId(), StandardCharsets.UTF_8);
    return multipartStore.listParts(part.key(), uploadId).stream().mapToInt(List::size).findFirst();
  }

  void remove(ObjectKey key) {
    store.remove(key);
  }
}
