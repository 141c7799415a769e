package dev.slipway.storage.client;

import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.signing.Signer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Sends single requests to the store and returns any response as it is: errors and redirects too.
 * Checks use it. The requests are signed by the same signer as uploads, so that a check examines
 * what uploads rely on.
 */
@ApplicationScoped
public class RawStoreClient {
  /** Requests have a few bytes. Three timeouts fit into the time limit of a check. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** The same as for upload URLs, so that a difference between the clocks has the same effect. */
  private static final Duration URL_LIFETIME = Duration.ofMinutes(15);

  private static final int MAX_BODY_SIZE = 64 * 1024;

  private final StoreOrigin endpoint;
  private final Signer signer;
  private final String signatureParameter;
  private final OkHttpClient httpClient;

  RawStoreClient(StoreConfig config, StoreConnection connection, Clock clock) {
    this.endpoint = new StoreOrigin(config.endpoint());
    this.signer = new Signer(config, clock);
    this.signatureParameter = config.kind().queryParameter("Signature") + "=";
    this.httpClient = connection.shortTimeoutClient(TIMEOUT);
  }

  /** Sends a request that is signed in its URL, to the endpoint that the application uses. */
  public RawResponse send(RawRequest request) throws IOException {
    return sendTo(signedUrl(request), request);
  }

  /** Sends a request that is signed in its URL, with another header that is not signed. */
  public RawResponse sendWithUnsignedHeader(String header, String value, RawRequest request)
      throws IOException {
    return sendTo(signedUrl(request), request.withHeader(header, value));
  }

  /** Sends a request that is signed in a header, for operations that accept no signed URL. */
  public RawResponse sendWithAuthorizationHeader(RawRequest request) throws IOException {
    var headers =
        signer.authorize(request.method(), request.path(), request.query(), endpoint.authority());
    var url = URI.create(endpoint.origin() + request.encodedPathAndQuery());
    return sendTo(url, request.withHeaders(headers));
  }

  /** Sends a request whose signature is all zeros. */
  public RawResponse sendWithForgedSignature(RawRequest request) throws IOException {
    var url = signedUrl(RawRequest.of(request.method(), request.path())).toString();
    var forged = url.replaceFirst(signatureParameter + ".*", signatureParameter + "0".repeat(64));
    return sendTo(URI.create(forged), request);
  }

  /** Sends a request without a signature. */
  public RawResponse sendUnsigned(RawRequest request) throws IOException {
    return sendTo(URI.create(endpoint.origin() + request.encodedPathAndQuery()), request);
  }

  /**
   * Sends a request with a URL of the public endpoint to the endpoint that the application uses.
   * The header {@code Host} is that of the URL, so its signature stays valid.
   */
  public RawResponse sendInternally(URI url, RawRequest request) throws IOException {
    var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return sendTo(
        URI.create(endpoint.origin() + url.getRawPath() + query),
        request.withHeader("Host", url.getRawAuthority()));
  }

  /** Sends a request to any URL without signing it. */
  public RawResponse sendTo(URI url, RawRequest request) throws IOException {
    var body = request.body() == null ? null : RequestBody.create(request.body());
    var builder = new Request.Builder().url(url.toString()).method(request.method(), body);
    request.headers().forEach(builder::header);
    try (var response = httpClient.newCall(builder.build()).execute()) {
      var text = response.peekBody(MAX_BODY_SIZE).string();
      return new RawResponse(response.code(), response.headers(), text);
    }
  }

  private URI signedUrl(RawRequest request) {
    var headers = new LinkedHashMap<>(request.headers());
    headers.put("host", endpoint.authority());
    var signed =
        signer.presign(request.method(), request.path(), request.query(), headers, URL_LIFETIME);
    return URI.create(endpoint.origin() + signed);
  }
}
