package dev.slipway.storage.checks;

import dev.slipway.storage.Sha256;
import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.client.RawResponse;
import dev.slipway.storage.client.RawStoreClient;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.storage.signing.PutConstraints;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a browser sends to the store for one file, with the URL and headers that it would get. */
@ApplicationScoped
public class BrowserRequests {
  private static final Duration LIFETIME = Duration.ofMinutes(1);
  private static final String ORIGIN = "Origin";

  private final Presigner presigner;
  private final RawStoreClient prober;

  public BrowserRequests(Presigner presigner, RawStoreClient prober) {
    this.presigner = presigner;
    this.prober = prober;
  }

  /**
   * @param origin of the page, or null for none
   */
  RawResponse put(TestObject probe, String origin) throws IOException {
    var url = url(probe);
    var request = new RawRequest("PUT", "", Map.of(), url.headers(), TestObject.content());
    return prober.send(url.url(), origin == null ? request : request.withHeader(ORIGIN, origin));
  }

  RawResponse get(TestObject probe) throws IOException {
    var url = presigner.presignGet(probe.key(), "text/plain", "inline", LIFETIME);
    return prober.send(url.url(), RawRequest.of("GET", ""));
  }

  /** What a browser asks before it puts, with the names of the headers that it will set. */
  RawResponse preflight(TestObject probe, String origin) throws IOException {
    var url = url(probe);
    var request =
        RawRequest.of("OPTIONS", "")
            .withHeader(ORIGIN, origin)
            .withHeader("Access-Control-Request-Method", "PUT")
            .withHeader("Access-Control-Request-Headers", headerNames(probe));
    return prober.send(url.url(), request);
  }

  /** In lower case, sorted, separated by commas, as browsers write them. */
  String headerNames(TestObject probe) {
    return url(probe).headers().keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(","));
  }

  private PresignedUrl url(TestObject probe) {
    var bytes = TestObject.content();
    var metadata = Map.of("slipway-owner", "doctor", "slipway-name", "probe");
    var terms = new PutConstraints("text/plain", bytes.length, Sha256.base64(bytes), metadata);
    return presigner.presignPut(probe.key(), terms, LIFETIME);
  }
}
