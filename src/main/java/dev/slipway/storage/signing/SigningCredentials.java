package dev.slipway.storage.signing;

import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The access key of a store, and the signing key that is derived from its secret for each day. */
final class SigningCredentials {
  private final StoreKind kind;
  private final String accessKey;
  private final String secretKey;
  private final String region;
  private volatile SigningKey cachedKey;

  SigningCredentials(StoreConfig config) {
    this(config.kind(), config.accessKey(), config.secretKey(), config.region());
  }

  SigningCredentials(StoreKind kind, String accessKey, String secretKey, String region) {
    this.kind = kind;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.region = region;
  }

  StoreKind kind() {
    return kind;
  }

  /** The value of the credential parameter: access key and credential scope. */
  String credential(SigningKey key) {
    return accessKey + "/" + key.scope();
  }

  /** The signing key of the day, derived once a day. */
  SigningKey keyAt(Instant time) {
    var day = LocalDate.ofInstant(time, ZoneOffset.UTC);
    var key = cachedKey;
    if (key == null || !key.isFor(day)) {
      key = new SigningKey(kind, secretKey, day, region);
      cachedKey = key;
    }
    return key;
  }
}
