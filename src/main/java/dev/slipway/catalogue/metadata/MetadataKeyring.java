package dev.slipway.catalogue.metadata;

import dev.slipway.storage.StoreConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The key that encrypts, and all keys that decrypt: the previous ones, and the one that is derived
 * from the store's secret key. Created at startup, so that an invalid setting stops the start.
 */
@Startup
@ApplicationScoped
class MetadataKeyring {
  /** As many hexadecimal digits have 128 bits. A passphrase that people can remember has fewer. */
  private static final int MIN_SECRET_LENGTH = 32;

  private final boolean configured;
  private final MetadataKey current;
  private final Map<String, MetadataKey> byId;

  MetadataKeyring(MetadataConfig config, StoreConfig store) {
    config.key().ifPresent(MetadataKeyring::requireValid);
    this.configured = config.key().isPresent();
    this.current = MetadataKey.derivedFrom(config.key().orElse(store.secretKey()));
    var previous =
        config.previousKeys().orElse(List.of()).stream()
            .map(String::strip)
            .filter(secret -> !secret.isEmpty());
    this.byId =
        Stream.concat(previous, Stream.of(store.secretKey()))
            .map(MetadataKey::derivedFrom)
            .collect(Collectors.toMap(MetadataKey::id, Function.identity(), (one, same) -> one));
    byId.put(current.id(), current);
  }

  /** Whether the current key is a setting of its own. */
  boolean isConfigured() {
    return configured;
  }

  MetadataKey current() {
    return current;
  }

  Optional<MetadataKey> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  private static void requireValid(String secret) {
    if (secret.length() < MIN_SECRET_LENGTH || secret.contains(",")) {
      throw new IllegalArgumentException(
          "SLIPWAY_METADATA_KEY must have at least %d characters and no comma. Create one with: openssl rand -base64 32"
              .formatted(MIN_SECRET_LENGTH));
    }
  }
}
