package dev.slipway.ingest.senders;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Google with a key of its own, which hands out its public half and remembers who asks. */
public final class FakeGoogle implements HttpFetcher {
  public static final String ACCOUNT = "slipway-push@my-project.iam.gserviceaccount.com";
  static final String AUDIENCE = "https://slipway.example/notifications/s3";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final List<URI> asked = new CopyOnWriteArrayList<>();
  private volatile KeyPair keys = made();
  private volatile String keyId = "7d680d8c70d44e947133cbd499ebc1a61c3d5abc";
  private volatile boolean away;

  @Override
  public byte[] get(URI address) throws IOException {
    asked.add(address);
    if (away) {
      throw new IOException("Away");
    }
    var set = JSON.createObjectNode();
    set.putArray("keys")
        .add(jwk(keyId, (RSAPublicKey) keys.getPublic()))
        .add(jwk("another", (RSAPublicKey) made().getPublic()));
    return set.toString().getBytes(StandardCharsets.UTF_8);
  }

  List<URI> requestedUrls() {
    return asked;
  }

  void setUnavailable(boolean isAway) {
    away = isAway;
  }

  /** As it does every few days. */
  void rotateKeys() {
    keys = made();
    keyId = "0123456789abcdef0123456789abcdef01234567";
  }

  static ObjectNode claims(Instant now) {
    return JSON.createObjectNode()
        .put("aud", AUDIENCE)
        .put("azp", "113774264463038321964")
        .put("email", ACCOUNT)
        .put("email_verified", true)
        .put("exp", now.plusSeconds(3600).getEpochSecond())
        .put("iat", now.getEpochSecond())
        .put("iss", "https://accounts.google.com")
        .put("sub", "113774264463038321964");
  }

  ObjectNode header() {
    return JSON.createObjectNode().put("alg", "RS256").put("kid", keyId).put("typ", "JWT");
  }

  /** The header of a push: its token, signed over what it says now. */
  String authorization(ObjectNode claims) {
    return "Bearer " + token(header(), claims);
  }

  String token(ObjectNode header, ObjectNode claims) {
    var signed = signed(header, claims);
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With the public key, which everybody has, as if it were a secret. */
  String tokenByPublicKey(ObjectNode claims) {
    var signed = signed(header().put("alg", "HS256"), claims);
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
      return signed
          + "."
          + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String signed(ObjectNode header, ObjectNode claims) {
    return encoded(header) + "." + encoded(claims);
  }

  private static String encoded(ObjectNode node) {
    return BASE64.encodeToString(node.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode jwk(String id, RSAPublicKey key) {
    return JSON.createObjectNode()
        .put("kty", "RSA")
        .put("alg", "RS256")
        .put("use", "sig")
        .put("kid", id)
        .put("n", encoded(key.getModulus()))
        .put("e", encoded(key.getPublicExponent()));
  }

  private static String encoded(BigInteger number) {
    var bytes = number.toByteArray();
    var from = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private static KeyPair made() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
