package dev.slipway.lab.signature;

import dev.slipway.lab.signature.url.SignedUrl;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs a text with a known secret, independently of the application's signer. */
public final class DerivedKey {
  private DerivedKey() {}

  /** The signature that a URL has if it was signed with this secret. */
  public static String sign(String secretKey, SignedUrl url, String stringToSign) {
    var scope = url.credential();
    var prefix = scope.terminator().replace("_request", "").toUpperCase();
    var key = hmac((prefix + secretKey).getBytes(StandardCharsets.UTF_8), scope.date());
    key = hmac(key, scope.region());
    key = hmac(key, scope.service());
    key = hmac(key, scope.terminator());
    return HexFormat.of().formatHex(hmac(key, stringToSign));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
