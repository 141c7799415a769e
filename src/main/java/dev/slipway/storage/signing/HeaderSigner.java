package dev.slipway.storage.signing;

import dev.slipway.storage.Sha256;
import dev.slipway.storage.StoreConfig;
import io.minio.Signer;
import io.minio.errors.MinioException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Signs requests with a body in their headers: those to the Security Token Service, and those of a
 * client that has temporary credentials.
 */
@ApplicationScoped
public class HeaderSigner {
  /** The header with the session token of temporary credentials. */
  public static final String TOKEN_HEADER = "x-amz-security-token";

  /** Describes one connection, so a proxy may change it, and no signature may cover it. */
  private static final String CONNECTION_HEADER = "Connection";

  private static final String HASH_HEADER = "x-amz-content-sha256";
  private static final String DATE_HEADER = "x-amz-date";

  private final StoreConfig config;
  private final Clock clock;

  HeaderSigner(StoreConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * Signs a request to the Security Token Service with the application's own key.
   *
   * @param headers to send; all but {@code Connection} are signed
   * @return all headers of the signed request
   */
  public Map<String, String> signForTokenService(
      URI url, Map<String, String> headers, byte[] body) {
    try {
      var hash = Sha256.hex(body);
      var request = unsigned("POST", url, headers, body, hash);
      return allHeaders(
          headers,
          Signer.signV4Sts(request, config.region(), config.accessKey(), config.secretKey(), hash));
    } catch (MinioException e) {
      throw new IllegalStateException("The request can't be signed", e);
    }
  }

  /**
   * Signs a request to the store with temporary credentials.
   *
   * @param headers to send; all but {@code Connection} are signed
   * @param body empty for none
   * @return all headers of the signed request
   */
  public Map<String, String> sign(
      SessionCredentials session,
      String method,
      URI url,
      Map<String, String> headers,
      byte[] body) {
    try {
      var hash = Sha256.hex(body);
      var all = new LinkedHashMap<>(headers);
      all.put(TOKEN_HEADER, session.token());
      return allHeaders(
          all,
          Signer.signV4S3(
              unsigned(method, url, all, body, hash),
              config.region(),
              session.accessKey(),
              session.secretKey(),
              hash));
    } catch (MinioException e) {
      throw new IllegalStateException("The request can't be signed", e);
    }
  }

  private Request unsigned(
      String method, URI url, Map<String, String> headers, byte[] body, String hash) {
    var content = body.length == 0 ? null : RequestBody.create(body);
    var request = new Request.Builder().url(url.toString()).method(method, content);
    headers.forEach(request::header);
    return request
        .removeHeader(CONNECTION_HEADER)
        .header(HASH_HEADER, hash)
        .header(DATE_HEADER, SignatureTime.timestamp(clock.instant()))
        .build();
  }

  private static Map<String, String> allHeaders(Map<String, String> sent, Request signed) {
    var headers = new LinkedHashMap<>(sent);
    signed.headers().forEach(header -> headers.put(header.getFirst(), header.getSecond()));
    return headers;
  }
}
