package dev.slipway.webhooks.sending;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What one request contains, by Standard Webhooks.
 *
 * @param id of the event, the same for every attempt
 * @param body JSON
 * @param keys to sign with; with two during a rotation, each signs
 * @see <a
 *     href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">The
 *     specification</a>
 */
public record Message(String id, String body, List<byte[]> keys) {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String VERSION = "v1,";

  /** Receivers reject old timestamps, so each attempt has its own. */
  Map<String, String> headers(Instant attemptAt) {
    var timestamp = Long.toString(attemptAt.getEpochSecond());
    var signed = (id + "." + timestamp + "." + body).getBytes(UTF_8);
    var signatures =
        keys.stream().map(key -> VERSION + sign(key, signed)).collect(Collectors.joining(" "));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", timestamp);
    headers.put("webhook-signature", signatures);
    return headers;
  }

  private static String sign(byte[] key, byte[] signed) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }
}
