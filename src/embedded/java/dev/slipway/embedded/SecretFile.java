package dev.slipway.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** A random secret kept in a file that only its owner can read. */
record SecretFile(Path path, String value) {
  /** 160 bits, without padding or characters that a URL would escape. */
  private static final int BYTES = 20;

  static SecretFile at(Path path) {
    try {
      if (!Files.exists(path)) {
        create(path);
      }
      return new SecretFile(path, Files.readString(path, US_ASCII).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Complete or absent, even when killed in between. */
  private static void create(Path path) throws IOException {
    Files.createDirectories(path.getParent(), DataDirectory.ownerOnly("rwx------"));
    var unfinished =
        Files.createTempFile(
            path.getParent(), ".unfinished", null, DataDirectory.ownerOnly("rw-------"));
    Files.writeString(unfinished, random(), US_ASCII);
    Files.move(unfinished, path, ATOMIC_MOVE);
  }

  private static String random() {
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
