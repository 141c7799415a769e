package dev.slipway.ingest.senders;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Amazon SNS with its own key. It serves its certificate, and records the requests. */
final class FakeSns implements HttpFetcher {
  static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:slipway";
  static final String HOST = "https://sns.eu-central-1.amazonaws.com/";
  static final String CERTIFICATE = HOST + "SimpleNotificationService-f3ecfb7224c7233f.pem";
  static final String CONFIRMATION = HOST + "?Action=ConfirmSubscription&Token=2336412f37fb687f";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final char[] PASSWORD = "only-for-this-test".toCharArray();
  private static final KeyStore KEYS = generateKeys();

  private final List<URI> requests = new CopyOnWriteArrayList<>();
  private volatile boolean unavailable;

  @Override
  public byte[] get(URI url) throws IOException {
    requests.add(url);
    if (unavailable) {
      throw new IOException("Unavailable");
    }
    return pem();
  }

  List<String> requestedUrls() {
    return requests.stream().map(URI::toString).toList();
  }

  void setUnavailable(boolean isUnavailable) {
    unavailable = isUnavailable;
  }

  static ObjectNode notification(String message, Instant at) {
    return message("Notification", message, at).put("Subject", "Amazon S3 Notification");
  }

  static ObjectNode subscription(Instant at) {
    return message("SubscriptionConfirmation", "You have chosen to subscribe.\nVisit it.", at)
        .put("Token", "2336412f37fb687f")
        .put("SubscribeURL", CONFIRMATION);
  }

  /** Signs a message in its current state. */
  static byte[] signed(ObjectNode message, String version) {
    var algorithm = version.equals("1") ? "SHA1withRSA" : "SHA256withRSA";
    message.put("SignatureVersion", version);
    message.put("Signature", signature(algorithm, new SnsMessage(message).signedBytes()));
    return bytes(message);
  }

  static byte[] bytes(ObjectNode message) {
    return message.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode message(String type, String message, Instant at) {
    return JSON.createObjectNode()
        .put("Type", type)
        .put("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324")
        .put("TopicArn", TOPIC)
        .put("Message", message)
        .put("Timestamp", at.toString())
        .put("SigningCertURL", CERTIFICATE);
  }

  private static String signature(String algorithm, byte[] bytes) {
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign((PrivateKey) KEYS.getKey("sns", PASSWORD));
      signature.update(bytes);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] pem() {
    try {
      var bytes = Base64.getMimeEncoder().encodeToString(KEYS.getCertificate("sns").getEncoded());
      return ("-----BEGIN CERTIFICATE-----\n" + bytes + "\n-----END CERTIFICATE-----\n")
          .getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Uses the JDK's keytool, because the JDK has no API to create a certificate. */
  private static KeyStore generateKeys() {
    try {
      var file = Files.createTempDirectory("sns").resolve("keys.p12");
      var command =
          "%s -genkeypair -keystore %s -storetype PKCS12 -storepass %s -alias sns -keyalg RSA"
              + " -keysize 2048 -dname CN=sns.amazonaws.com -startdate 2020/01/01 -validity 36500";
      var tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
      var process =
          new ProcessBuilder(command.formatted(tool, file, new String(PASSWORD)).split(" "))
              .redirectErrorStream(true)
              .start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
      return KeyStore.getInstance(file.toFile(), PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
