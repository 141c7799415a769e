package dev.slipway.faults;

import dev.slipway.testing.ApiClient;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The objects that the store has acknowledged with a 200, none of which may be lost. */
final class AcknowledgedObjects {
  private final Map<String, Content> objects = new ConcurrentHashMap<>();

  void add(String key, byte[] bytes) {
    objects.put(key, new Content(bytes.length, ApiClient.sha256(bytes)));
  }

  Map<String, Content> objects() {
    return objects;
  }

  Set<String> keys() {
    return objects.keySet();
  }

  /**
   * What an object has to contain.
   *
   * @param sha256 the checksum of the sent bytes in Base64
   */
  record Content(long size, String sha256) {}
}
