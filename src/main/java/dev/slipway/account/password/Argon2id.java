package dev.slipway.account.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id with the parameters that OWASP recommends: each guess needs 19 MiB of memory, which
 * makes many at once expensive. Hashes are stored as PHC strings with their parameters, so that
 * other parameters can be chosen later.
 *
 * <p>A password counts in Unicode's form NFC, so that one with accents matches whether a keyboard
 * sends a letter and its accent as one character or as two.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9106">RFC 9106</a>
 */
final class Argon2id implements PasswordAlgorithm {
  /** The memory that a hash needs while it is computed. */
  static final int MEMORY_KIB = 19 << 10;

  private static final Parameters RECOMMENDED = new Parameters(MEMORY_KIB, 2, 1);

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private static final String FORMAT = "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s";
  private static final Pattern PATTERN =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,64})\\$([A-Za-z0-9+/]{16,86})");

  private final SecureRandom random;
  private final Parameters current;

  Argon2id(SecureRandom random) {
    this(random, RECOMMENDED);
  }

  Argon2id(SecureRandom random, Parameters current) {
    this.random = random;
    this.current = current;
  }

  /** Returns a hash with a new salt and the parameters of new hashes. */
  String hash(String password) {
    var salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    var base64 = Base64.getEncoder().withoutPadding();
    return FORMAT.formatted(
        current.memoryKib,
        current.iterations,
        current.parallelism,
        base64.encodeToString(salt),
        base64.encodeToString(digest(password, salt, current, HASH_BYTES)));
  }

  @Override
  public boolean recognizes(String hash) {
    return hash.startsWith("$argon2id$");
  }

  /**
   * @throws IllegalArgumentException if the hash isn't a PHC string of Argon2id, version 19
   */
  @Override
  public boolean matches(String password, String hash) {
    var stored = Stored.parse(hash);
    var digest = digest(password, stored.salt(), stored.parameters(), stored.digest().length);
    return MessageDigest.isEqual(digest, stored.digest());
  }

  @Override
  public void checkNothing(String password) {
    digest(password, new byte[SALT_BYTES], current, HASH_BYTES);
  }

  /** Whether a hash of this algorithm has other parameters than new ones. */
  boolean isOutdated(String hash) {
    return !Stored.parse(hash).parameters().equals(current);
  }

  private static byte[] digest(String password, byte[] salt, Parameters cost, int length) {
    var parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib)
            .withIterations(cost.iterations)
            .withParallelism(cost.parallelism)
            .withSalt(salt)
            .build();
    var normalized = Normalizer.normalize(password, Normalizer.Form.NFC);
    return digest(normalized.getBytes(StandardCharsets.UTF_8), parameters, length);
  }

  static byte[] digest(byte[] password, Argon2Parameters parameters, int length) {
    var generator = new Argon2BytesGenerator();
    generator.init(parameters);
    var digest = new byte[length];
    generator.generateBytes(password, digest);
    return digest;
  }

  /** The parameters that determine the cost of a hash. */
  record Parameters(int memoryKib, int iterations, int parallelism) {}

  /** A PHC string, taken apart. */
  private record Stored(Parameters parameters, byte[] salt, byte[] digest) {
    static Stored parse(String hash) {
      var matcher = PATTERN.matcher(hash);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("A stored password hash of Argon2id is damaged.");
      }
      return new Stored(
          new Parameters(
              Integer.parseInt(matcher.group(1)),
              Integer.parseInt(matcher.group(2)),
              Integer.parseInt(matcher.group(3))),
          Base64.getDecoder().decode(matcher.group(4)),
          Base64.getDecoder().decode(matcher.group(5)));
    }
  }
}
