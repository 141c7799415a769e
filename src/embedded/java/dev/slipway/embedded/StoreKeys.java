package dev.slipway.embedded;

/** The one identity of an embedded store. */
record StoreKeys(String accessKey, String secretKey) {
  static StoreKeys of(DataDirectory directory) {
    return new StoreKeys(
        directory.secret("store-access-key"), directory.secret("store-secret-key"));
  }

  @Override
  public String toString() {
    return accessKey;
  }
}
