package dev.slipway.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a browser sends to the store for one file, with the URL and headers that it would get. */
@ApplicationScoped
class BrowserRequests {
  private static final Duration LIFETIME = Duration.ofMinutes(1);
  private static final String ORIGIN = "Origin";

  private final Presigner presigner;
  private final Prober prober;

  BrowserRequests(Presigner presigner, Prober prober) {
    this.presigner = presigner;
    this.prober = prober;
  }

  /**
   * @param origin of the page, or null for none
   */
  ProbeAnswer put(ProbeObject probe, String origin) throws IOException {
    var url = url(probe);
    var request = new ProbeRequest("PUT", "", Map.of(), url.headers(), ProbeObject.bytes());
    return prober.send(url.url(), origin == null ? request : request.with(ORIGIN, origin));
  }

  ProbeAnswer get(ProbeObject probe) throws IOException {
    var url = presigner.get(probe.key(), "text/plain", "inline", LIFETIME);
    return prober.send(url.url(), ProbeRequest.of("GET", ""));
  }

  /** What a browser asks before it puts, with the names of the headers that it will set. */
  ProbeAnswer preflight(ProbeObject probe, String origin) throws IOException {
    var url = url(probe);
    var request =
        ProbeRequest.of("OPTIONS", "")
            .with(ORIGIN, origin)
            .with("Access-Control-Request-Method", "PUT")
            .with("Access-Control-Request-Headers", headerNames(probe));
    return prober.send(url.url(), request);
  }

  /** In lower case, sorted, separated by commas, as browsers write them. */
  String headerNames(ProbeObject probe) {
    return url(probe).headers().keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(","));
  }

  private PresignedUrl url(ProbeObject probe) {
    var bytes = ProbeObject.bytes();
    var metadata = Map.of("slipway-owner", "doctor", "slipway-name", "probe");
    var terms = new PutTerms("text/plain", bytes.length, Sha256.base64(bytes), metadata);
    return presigner.put(probe.key(), terms, LIFETIME);
  }
}
