import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Receives webhooks from Slipway and verifies their signatures. Needs Java 17 or later.
 *
 * <pre>WEBHOOK_SECRET=whsec_... java Receiver.java 9000</pre>
 */
public class Receiver {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final int MAX_BODY_BYTES = 1024 * 1024;
  private static final int THREADS = 8;

  private final SecretKeySpec key;

  Receiver(String secret) {
    byte[] bytes = new byte[0];
    try {
      bytes = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
    } catch (IllegalArgumentException notBase64) {
      // The same as an empty secret.
    }
    if (bytes.length == 0) {
      throw new IllegalArgumentException(
          "Set WEBHOOK_SECRET to the secret of the webhook, which begins with whsec_");
    }
    key = new SecretKeySpec(bytes, "HmacSHA256");
  }

  /**
   * Verifies that Slipway signed these bytes of a body within the last 5 minutes.
   *
   * @throws IllegalArgumentException if it did not
   */
  void verify(Headers headers, byte[] body) {
    var id = headers.getFirst("webhook-id");
    var timestamp = headers.getFirst("webhook-timestamp");
    var signatures = headers.getFirst("webhook-signature");
    if (id == null || timestamp == null || signatures == null) {
      throw new IllegalArgumentException("a webhook header is missing");
    }
    if (!timestamp.matches("[0-9]{1,12}")) {
      throw new IllegalArgumentException("the timestamp is not a number of seconds");
    }
    var sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    if (Duration.between(sent, Instant.now()).abs().compareTo(TOLERANCE) > 0) {
      throw new IllegalArgumentException(
          "the timestamp differs from this clock by more than 5 minutes");
    }
    var signed = new ByteArrayOutputStream();
    signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    signed.writeBytes(body);
    var expected = ("v1," + sign(signed.toByteArray())).getBytes(StandardCharsets.UTF_8);
    // There are two signatures while the secret is being rotated.
    for (var signature : signatures.split(" ")) {
      // Compares in constant time.
      if (MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
        return;
      }
    }
    throw new IllegalArgumentException("no signature matches the body and the secret");
  }

  private String sign(byte[] bytes) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Base64.getEncoder().encodeToString(mac.doFinal(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(respond(exchange), -1);
    }
  }

  private int respond(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      return 405;
    }
    var body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      return 413;
    }
    try {
      verify(exchange.getRequestHeaders(), body);
    } catch (IllegalArgumentException problem) {
      System.err.println("Refused: " + problem.getMessage());
      return 400;
    }
    // Store the event here, unless one with this webhook-id is stored. Process it after the response.
    var line = new ByteArrayOutputStream();
    line.writeBytes((exchange.getRequestHeaders().getFirst("webhook-id") + " ").getBytes(StandardCharsets.UTF_8));
    line.writeBytes(body);
    line.write('\n');
    System.out.writeBytes(line.toByteArray());
    System.out.flush();
    return 204;
  }

  public static void main(String[] arguments) throws IOException {
    try {
      var receiver = new Receiver(System.getenv().getOrDefault("WEBHOOK_SECRET", ""));
      var port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9000;
      var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
      server.createContext("/", receiver::receive);
      server.setExecutor(Executors.newFixedThreadPool(THREADS));
      server.start();
      System.out.println("Listening on http://127.0.0.1:" + server.getAddress().getPort() + "/");
    } catch (IllegalArgumentException problem) {
      System.err.println(problem.getMessage());
      System.exit(1);
    }
  }
}
