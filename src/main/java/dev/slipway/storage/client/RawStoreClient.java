package dev.slipway.storage.client;

import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.signing.CanonicalRequest;
import dev.slipway.storage.signing.Signer;
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
public class RawStoreClient {
  /** Of one request of a few bytes. Three fit into the time that a check has. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** As the URLs of uploads have it, so that clocks that are apart show. */
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private static final int MAX_BODY_SIZE = 64 * 1024;

  private final StoreOrigin internal;
  private final Signer signer;
  private final String forgery;
  private final OkHttpClient http;

  RawStoreClient(StoreConfig config, StoreConnection connection, Clock clock) {
    this.internal = new StoreOrigin(config.endpoint());
    this.signer = new Signer(config, clock);
    this.forgery = config.kind().parameter("Signature") + "=";
    this.http = connection.shortTimeoutClient(TIMEOUT);
  }

  /** Signed in its URL, to the endpoint of the server's own calls. */
  public RawResponse send(RawRequest request) throws IOException {
    return send(URI.create(internal.origin() + presigned(request)), request);
  }

  /** Signed in its URL, and sent with a header more that the signature does not name. */
  public RawResponse sendWithUnsignedHeader(String header, String value, RawRequest request)
      throws IOException {
    return send(
        URI.create(internal.origin() + presigned(request)), request.withHeader(header, value));
  }

  /** Signed in a header, for what takes no signed URL. */
  public RawResponse sendWithAuthorizationHeader(RawRequest request) throws IOException {
    var headers =
        signer.authorize(request.method(), request.path(), request.query(), internal.authority());
    var authorized =
        new RawRequest(request.method(), request.path(), Map.of(), headers, request.body());
    return send(URI.create(internal.origin() + request.encodedPathAndQuery()), authorized);
  }

  /** Signed with a signature that is none. */
  public RawResponse sendWithForgedSignature(RawRequest request) throws IOException {
    var signed = RawRequest.of(request.method(), request.path());
    var forged = presigned(signed).replaceFirst(forgery + ".*", forgery + "0".repeat(64));
    return send(URI.create(internal.origin() + forged), request);
  }

  /** As it is, to any URL. */
  public RawResponse send(URI url, RawRequest request) throws IOException {
    var body = request.body() == null ? null : RequestBody.create(request.body());
    var builder = new Request.Builder().url(url.toString()).method(request.method(), body);
    request.headers().forEach(builder::header);
    try (var response = http.newCall(builder.build()).execute()) {
      var text = response.peekBody(MAX_BODY_SIZE).string();
      return new RawResponse(response.code(), response.headers(), text);
    }
  }

  private String presigned(RawRequest request) {
    var headers = CanonicalRequest.normalizeHeaders(request.headers());
    headers.put("host", internal.authority());
    return signer.presign(request.method(), request.path(), request.query(), headers, LIFETIME);
  }
}
