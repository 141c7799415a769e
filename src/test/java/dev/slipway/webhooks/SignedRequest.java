package dev.slipway.webhooks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A webhook as Standard Webhooks defines it, independent of the application's own code.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks">Standard Webhooks</a>
 */
record SignedRequest(Map<String, String> headers, byte[] body) {
  /**
   * @param seconds since 1970
   */
  static SignedRequest of(String secret, String id, long seconds, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var headers = new LinkedHashMap<String, String>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(seconds));
    headers.put("webhook-signature", signature(secret, id, seconds, bytes));
    return new SignedRequest(headers, bytes);
  }

  static String signature(String secret, String id, long seconds, byte[] body) {
    try {
      var key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      var signed = new ByteArrayOutputStream();
      signed.writeBytes((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      signed.writeBytes(body);
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  SignedRequest withBody(String changed) {
    return new SignedRequest(headers, changed.getBytes(StandardCharsets.UTF_8));
  }

  SignedRequest withHeader(String name, String value) {
    var changed = new LinkedHashMap<>(headers);
    changed.put(name, value);
    return new SignedRequest(changed, body);
  }

  SignedRequest withoutHeader(String name) {
    var changed = new LinkedHashMap<>(headers);
    changed.remove(name);
    return new SignedRequest(changed, body);
  }

  /** Returns the status of the response. */
  int sendTo(URI receiver) {
    var request = HttpRequest.newBuilder(receiver).version(HttpClient.Version.HTTP_1_1);
    headers.forEach(request::header);
    request.POST(HttpRequest.BodyPublishers.ofByteArray(body));
    try {
      return HttpClient.newHttpClient()
          .send(request.build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
