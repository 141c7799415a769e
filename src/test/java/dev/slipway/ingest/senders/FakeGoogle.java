package dev.slipway.ingest.senders;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.testing.KnownRsaKey;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Google with its own key pair. It serves the public key, and records the requests. */
final class FakeGoogle implements HttpFetcher {
  static final String ACCOUNT = "slipway-push@my-project.iam.gserviceaccount.com";
  static final String AUDIENCE = "https://slipway.example/notifications/s3";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private static final KeyPair ANOTHER = KnownRsaKey.ONE.pair();

  /** Each instance uses the next one. */
  private static final List<KeyPair> PAIRS =
      List.of(KnownRsaKey.TWO.pair(), KnownRsaKey.THREE.pair());

  private static final AtomicInteger USED_PAIRS = new AtomicInteger();

  private final List<URI> requests = new CopyOnWriteArrayList<>();
  private volatile KeyPair keys = nextPair();
  private volatile String keyId = "7d680d8c70d44e947133cbd499ebc1a61c3d5abc";
  private volatile boolean unavailable;

  @Override
  public byte[] get(URI url) throws IOException {
    requests.add(url);
    if (unavailable) {
      throw new IOException("Unavailable");
    }
    var set = JSON.createObjectNode();
    set.putArray("keys")
        .add(jwk(keyId, (RSAPublicKey) keys.getPublic()))
        .add(jwk("another", (RSAPublicKey) ANOTHER.getPublic()));
    return set.toString().getBytes(StandardCharsets.UTF_8);
  }

  List<URI> requestedUrls() {
    return requests;
  }

  void setUnavailable(boolean isUnavailable) {
    unavailable = isUnavailable;
  }

  /** Google does this every few days. */
  void rotateKeys() {
    keys = nextPair();
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

  /** The header of a push request, with a signed token. */
  String authorization(ObjectNode claims) {
    return "Bearer " + token(header(), claims);
  }

  String token(ObjectNode header, ObjectNode claims) {
    var input = signingInput(header, claims);
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token signed with the public key, which everybody has, as if it were a secret. */
  String tokenByPublicKey(ObjectNode claims) {
    var input = signingInput(header().put("alg", "HS256"), claims);
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
      return input
          + "."
          + BASE64.encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String signingInput(ObjectNode header, ObjectNode claims) {
    return encode(header) + "." + encode(claims);
  }

  private static String encode(ObjectNode node) {
    return BASE64.encodeToString(node.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode jwk(String id, RSAPublicKey key) {
    return JSON.createObjectNode()
        .put("kty", "RSA")
        .put("alg", "RS256")
        .put("use", "sig")
        .put("kid", id)
        .put("n", encode(key.getModulus()))
        .put("e", encode(key.getPublicExponent()));
  }

  private static String encode(BigInteger number) {
    var bytes = number.toByteArray();
    var from = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private static KeyPair nextPair() {
    return PAIRS.get(USED_PAIRS.getAndIncrement() % PAIRS.size());
  }
}
