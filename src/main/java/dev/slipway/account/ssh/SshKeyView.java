package dev.slipway.account.ssh;

import java.time.Instant;

/**
 * A public key as its account sees it.
 *
 * @param name tells where the key is
 * @param type such as {@code ssh-ed25519}
 * @param fingerprint as OpenSSH shows it, {@code SHA256:…}
 * @param publicKey as in {@code authorized_keys}, without the comment
 * @param lastUsedAt accurate to a minute; null if nobody has logged in with the key
 */
public record SshKeyView(
    String id,
    String name,
    String type,
    String fingerprint,
    String publicKey,
    Instant createdAt,
    Instant lastUsedAt) {

  static SshKeyView of(SshKey key) {
    return new SshKeyView(
        key.id, key.name, key.type, key.fingerprint, key.publicKey, key.createdAt, key.lastUsedAt);
  }
}
