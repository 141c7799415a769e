package dev.slipway.catalogue.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Encrypts short texts that are stored elsewhere, with the metadata key. The previous keys decrypt
 * as well.
 */
@ApplicationScoped
public class TextSealer {
  private final MetadataKeyring keyring;
  private final SecureRandom random;

  TextSealer(MetadataKeyring keyring, SecureRandom random) {
    this.keyring = keyring;
    this.random = random;
  }

  /**
   * Encrypts and authenticates a text. The result is never the same again.
   *
   * @param text cut after 512 bytes of UTF-8
   * @param context what the text is for and belongs to: only with the same one it can be decrypted
   */
  public String seal(String text, String context) {
    var current = keyring.current();
    var sealed = current.seal(SealedText.pad(text), context.getBytes(UTF_8), random);
    return SealedText.of(current.id(), sealed).encoded();
  }

  /** Whether this process can decrypt what a key encrypted. */
  boolean hasKey(String keyId) {
    return keyring.find(keyId).isPresent();
  }

  /**
   * Reverses {@link #seal}. Returns empty if the text was encrypted with an unknown key or for
   * another context, or was changed.
   */
  public Optional<String> open(String sealed, String context) {
    return SealedText.parse(sealed)
        .flatMap(
            text ->
                keyring
                    .find(text.keyId())
                    .flatMap(
                        key ->
                            text.bytes()
                                .flatMap(bytes -> key.open(bytes, context.getBytes(UTF_8)))))
        .map(SealedText::unpad);
  }
}
