package dev.slipway.account.ssh;

import dev.slipway.storage.Sha256;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A public key in the format of OpenSSH: {@code ssh-ed25519 AAAA… comment}.
 *
 * @param type such as {@code ssh-ed25519}
 * @param base64 the key itself
 * @param comment empty if there is none
 */
record SshPublicKey(String type, String base64, String comment) {
  private static final int MIN_RSA_BITS = 3072;

  /** OpenSSH accepts no larger ones. */
  private static final int MAX_RSA_BITS = 16_384;

  private static final int MAX_LENGTH = 8192;
  private static final int ED25519_BYTES = 32;
  private static final byte UNCOMPRESSED_POINT = 4;

  private static final String RSA = "ssh-rsa";
  private static final String DSA = "ssh-dss";
  private static final String ED25519 = "ssh-ed25519";
  private static final String ED25519_HARDWARE = "sk-ssh-ed25519@openssh.com";
  private static final String ECDSA_HARDWARE = "sk-ecdsa-sha2-nistp256@openssh.com";
  private static final String ECDSA_PREFIX = "ecdsa-sha2-";

  /** The bytes of a coordinate by curve. */
  private static final Map<String, Integer> CURVES =
      Map.of("nistp256", 32, "nistp384", 48, "nistp521", 66);

  private static final Set<String> TYPES =
      Set.of(
          ED25519,
          ECDSA_PREFIX + "nistp256",
          ECDSA_PREFIX + "nistp384",
          ECDSA_PREFIX + "nistp521",
          RSA,
          ED25519_HARDWARE,
          ECDSA_HARDWARE);

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("(?s).*(?:PRIVATE KEY|PuTTY-User-Key-File).*");

  private static final Pattern SPACE = Pattern.compile("[ \t]+");

  /**
   * Parses one line of a file such as {@code id_ed25519.pub}.
   *
   * @throws ProblemException {@code invalid-request}, with a message that says what to send instead
   *     and repeats nothing of the text
   */
  static SshPublicKey parse(String text) {
    if (PRIVATE_KEY.matcher(text).matches()) {
      throw refused(
          "This is a private key, which must never leave your machine. It was not stored. Send the"
              + " public key, from the file that ends with .pub, and consider replacing this key.");
    }
    var line = text.strip();
    if (line.isEmpty()) {
      throw refused("Paste the public key, from a file such as id_ed25519.pub.");
    }
    if (line.lines().count() > 1) {
      throw refused("Send one key on one line. Add further ones one after the other.");
    }
    if (line.length() > MAX_LENGTH) {
      throw refused("A public key has at most %,d characters.".formatted(MAX_LENGTH));
    }
    var parts = SPACE.split(line, 3);
    if (parts[0].equals(DSA)) {
      throw refused("DSA keys are too weak. Create one with: ssh-keygen -t ed25519");
    }
    if (!TYPES.contains(parts[0])) {
      throw refused(
          TYPES.stream().anyMatch(type -> line.contains(type + " "))
              ? "The key must begin with its type. Options, as in authorized_keys, aren't supported."
              : "This type of key isn't supported. Create one with: ssh-keygen -t ed25519");
    }
    if (parts.length < 2) {
      throw refused("The key is cut off: only its type was sent.");
    }
    var key = new SshPublicKey(parts[0], parts[1], parts.length < 3 ? "" : parts[2].strip());
    key.check();
    return key;
  }

  /** The fingerprint as OpenSSH shows it: {@code SHA256:…}. */
  String fingerprint() {
    var digest = Sha256.digest(Base64.getDecoder().decode(base64));
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
  }

  private void check() {
    try {
      var fields = new KeyFields(Base64.getDecoder().decode(base64));
      if (!fields.readText().equals(type) || !isValid(fields) || !fields.isAtEnd()) {
        throw damaged();
      }
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw damaged();
    }
  }

  private boolean isValid(KeyFields fields) {
    return switch (type) {
      case ED25519 -> isEd25519(fields);
      case ED25519_HARDWARE -> isEd25519(fields) && !fields.readText().isEmpty();
      case ECDSA_HARDWARE -> isPoint(fields, "nistp256") && !fields.readText().isEmpty();
      case RSA -> isRsa(fields);
      default -> isPoint(fields, type.substring(ECDSA_PREFIX.length()));
    };
  }

  private static boolean isEd25519(KeyFields fields) {
    return fields.readBytes().length == ED25519_BYTES;
  }

  private static boolean isPoint(KeyFields fields, String curve) {
    var named = fields.readText();
    var point = fields.readBytes();
    return named.equals(curve)
        && point.length == 1 + 2 * CURVES.get(curve)
        && point[0] == UNCOMPRESSED_POINT;
  }

  private static boolean isRsa(KeyFields fields) {
    var exponent = fields.readNumber();
    var modulus = fields.readNumber();
    if (modulus.signum() > 0 && modulus.bitLength() < MIN_RSA_BITS) {
      throw refused(
          "The RSA key has %d bits and needs at least %d. Create a key with: ssh-keygen -t ed25519"
              .formatted(modulus.bitLength(), MIN_RSA_BITS));
    }
    return modulus.signum() > 0
        && modulus.bitLength() <= MAX_RSA_BITS
        && exponent.compareTo(BigInteger.TWO) > 0
        && exponent.testBit(0);
  }

  private static ProblemException damaged() {
    return refused("The key is damaged or cut off. Copy the whole line again.");
  }

  private static ProblemException refused(String reason) {
    return new ProblemException(ErrorCode.INVALID_REQUEST, reason);
  }
}
