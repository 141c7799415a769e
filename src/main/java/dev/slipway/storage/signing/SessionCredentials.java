package dev.slipway.storage.signing;

/**
 * Temporary credentials of the store's Security Token Service. Its text contains neither secret nor
 * token.
 *
 * @param token that every request must carry beside its signature
 */
public record SessionCredentials(String accessKey, String secretKey, String token) {
  @Override
  public String toString() {
    return "Temporary credentials " + accessKey;
  }
}
