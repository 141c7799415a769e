package dev.slipway.lab.choices;

import dev.slipway.storage.signing.HeaderSigner;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Masks what would let a reader repeat a request: signatures, the secret key and the token of
 * temporary credentials.
 */
final class Secrets {
  private static final String MASK = "[masked]";
  private static final Pattern SIGNATURE = Pattern.compile("Signature=[0-9a-f]+");
  private static final Pattern CREDENTIALS =
      Pattern.compile("<(SecretAccessKey|SessionToken)>[^<]*");

  private Secrets() {}

  static Map<String, String> mask(Map<String, String> headers) {
    var shown = new LinkedHashMap<>(headers);
    shown.replaceAll(
        (name, value) ->
            name.equalsIgnoreCase(HeaderSigner.TOKEN_HEADER)
                ? MASK
                : SIGNATURE.matcher(value).replaceAll("Signature=" + MASK));
    return shown;
  }

  static String maskCredentials(String answer) {
    return CREDENTIALS.matcher(answer).replaceAll("<$1>" + MASK);
  }

  /** Replaces a secret by asterisks, so that the length of the body stays. */
  static byte[] mask(byte[] body, String secret) {
    return new String(body, StandardCharsets.ISO_8859_1)
        .replace(secret, "*".repeat(secret.length()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
