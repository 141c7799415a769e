package dev.slipway.storage.checks;

import dev.slipway.storage.Sha256;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawResponse;
import dev.slipway.storage.client.RawStoreClient;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.storage.signing.PutConstraints;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Sends what a browser sends to the store for an upload: the same URLs, headers and preflights. */
class BrowserRequests {
  private static final Duration URL_LIFETIME = Duration.ofMinutes(1);
  private static final String ORIGIN = "Origin";

  /** As browsers list it. */
  static final String RANGE = "range";

  private final Presigner presigner;
  private final Sender sender;

  private BrowserRequests(Presigner presigner, Sender sender) {
    this.presigner = presigner;
    this.sender = sender;
  }

  /** Requests to the address that browsers use. */
  static BrowserRequests toPublicEndpoint(Presigner presigner, RawStoreClient client) {
    return new BrowserRequests(presigner, client::sendTo);
  }

  /** The same requests to the address that the application uses. */
  static BrowserRequests toInternalEndpoint(Presigner presigner, RawStoreClient client) {
    return new BrowserRequests(presigner, client::sendInternally);
  }

  /**
   * Puts the test object to a signed URL.
   *
   * @param origin of the page, or null for a request that is not cross-origin
   */
  RawResponse put(TestObject testObject, String origin) throws IOException {
    var url = signPut(testObject);
    var request =
        RawRequest.of("PUT", "").withHeaders(url.headers()).withBody(TestObject.content());
    return sender.send(url.url(), origin == null ? request : request.withHeader(ORIGIN, origin));
  }

  /** Reads the test object from a signed URL. */
  RawResponse get(TestObject testObject) throws IOException {
    var url = presigner.presignGet(testObject.key(), "text/plain", "inline", URL_LIFETIME);
    return sender.send(url.url(), RawRequest.of("GET", ""));
  }

  /** Sends the preflight request that a browser sends before a PUT with signed headers. */
  RawResponse preflight(TestObject testObject, String origin) throws IOException {
    var url = signPut(testObject);
    var request =
        RawRequest.of("OPTIONS", "")
            .withHeader(ORIGIN, origin)
            .withHeader("Access-Control-Request-Method", "PUT")
            .withHeader("Access-Control-Request-Headers", headerNames(testObject));
    return sender.send(url.url(), request);
  }

  /**
   * Sends the preflight request that a browser may send before it reads a range, such as a segment
   * of a video.
   *
   * @param path bucket and key of any object
   */
  RawResponse preflightOfRange(TestObject testObject, String path, String origin)
      throws IOException {
    var request =
        RawRequest.of("OPTIONS", "")
            .withHeader(ORIGIN, origin)
            .withHeader("Access-Control-Request-Method", "GET")
            .withHeader("Access-Control-Request-Headers", RANGE);
    return sender.send(signPut(testObject).url().resolve(path), request);
  }

  /** The headers of a PUT as browsers list them: in lower case, sorted, separated by commas. */
  String headerNames(TestObject testObject) {
    return signPut(testObject).headers().keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(","));
  }

  private PresignedUrl signPut(TestObject testObject) {
    var content = TestObject.content();
    var metadata = Map.of("slipway-owner", "doctor", "slipway-name", "test");
    var constraints =
        new PutConstraints("text/plain", content.length, Sha256.base64(content), metadata);
    return presigner.presignPut(testObject.key(), constraints, URL_LIFETIME);
  }

  /** Sends a request whose URL is signed for the public endpoint. */
  private interface Sender {
    RawResponse send(URI url, RawRequest request) throws IOException;
  }
}
