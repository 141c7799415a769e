package dev.slipway.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Makes the requests of the checks, and tells what came back whatever it is. They are signed by our
 * own signer, so that what is examined is what uploads rely on.
 */
@ApplicationScoped
class Prober {
  /** Of one request of a few bytes. Three fit into the time that a check has. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** As the URLs of uploads have it, so that clocks that are apart show. */
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private static final int LONGEST_TEXT = 64 * 1024;

  private final StoreOrigin internal;
  private final Signer signer;
  private final String forgery;
  private final OkHttpClient http;

  Prober(StoreConfig config, StoreConnection connection, Clock clock) {
    this.internal = new StoreOrigin(config.endpoint());
    this.signer = new Signer(config, clock);
    this.forgery = config.kind().parameter("Signature") + "=";
    this.http = connection.impatient(PATIENCE);
  }

  /** Signed in its URL, to the endpoint of the server's own calls. */
  ProbeAnswer send(ProbeRequest request) throws IOException {
    return send(URI.create(internal.origin() + presigned(request)), request);
  }

  /** Signed in its URL, and sent with a header more that the signature does not name. */
  ProbeAnswer sendWith(String header, String value, ProbeRequest request) throws IOException {
    return send(URI.create(internal.origin() + presigned(request)), request.with(header, value));
  }

  /** Signed in a header, for what takes no signed URL. */
  ProbeAnswer sendAuthorized(ProbeRequest request) throws IOException {
    var headers =
        signer.authorize(request.method(), request.path(), request.query(), internal.authority());
    var authorized =
        new ProbeRequest(request.method(), request.path(), Map.of(), headers, request.body());
    return send(URI.create(internal.origin() + request.encoded()), authorized);
  }

  /** Signed with a signature that is none. */
  ProbeAnswer sendForged(ProbeRequest request) throws IOException {
    var signed = ProbeRequest.of(request.method(), request.path());
    var forged = presigned(signed).replaceFirst(forgery + ".*", forgery + "0".repeat(64));
    return send(URI.create(internal.origin() + forged), request);
  }

  /** As it is, to any URL. */
  ProbeAnswer send(URI url, ProbeRequest request) throws IOException {
    var body = request.body() == null ? null : RequestBody.create(request.body());
    var builder = new Request.Builder().url(url.toString()).method(request.method(), body);
    request.headers().forEach(builder::header);
    try (var response = http.newCall(builder.build()).execute()) {
      var text = response.peekBody(LONGEST_TEXT).string();
      return new ProbeAnswer(response.code(), response.headers(), text);
    }
  }

  private String presigned(ProbeRequest request) {
    var headers = CanonicalRequest.lowerCase(request.headers());
    headers.put("host", internal.authority());
    return signer.presign(request.method(), request.path(), request.query(), headers, LIFETIME);
  }
}
