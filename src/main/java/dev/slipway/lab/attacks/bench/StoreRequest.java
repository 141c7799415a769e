package dev.slipway.lab.attacks.bench;

import dev.slipway.storage.client.RawRequest;
import dev.slipway.storage.signing.PresignedUrl;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request to the store with a signed URL. It contains every header that is sent, so that the HTTP
 * client adds none of its own.
 *
 * @param signed what the URL permits, which may be another request
 * @param body null for none
 */
public record StoreRequest(
    Signed signed, String method, URI url, Map<String, String> headers, byte[] body) {
  private static final String CONTENT_LENGTH = "Content-Length";
  private static final String USER_AGENT = "User-Agent";

  /**
   * The request that a signed URL permits.
   *
   * @param headers that the client has to set
   */
  public record Signed(String method, URI url, Map<String, String> headers) {}

  /** The request that a signed URL permits. */
  static StoreRequest put(URI url, Map<String, String> signedHeaders, byte[] body) {
    var headers = ownHeaders(url);
    headers.putAll(signedHeaders);
    return new StoreRequest(new Signed("PUT", url, signedHeaders), "PUT", url, headers, null)
        .withBody(body);
  }

  /** The request without a body that a signed URL permits. */
  static StoreRequest of(PresignedUrl url) {
    var signed = new Signed(url.method(), url.url(), url.headers());
    var headers = ownHeaders(url.url());
    headers.putAll(url.headers());
    return new StoreRequest(signed, url.method(), url.url(), headers, null);
  }

  public StoreRequest withMethod(String other) {
    return new StoreRequest(signed, other, url, headers, body);
  }

  public StoreRequest withUserAgent(String userAgent) {
    return withHeader(USER_AGENT, userAgent);
  }

  /** Adds a header or replaces its value. */
  public StoreRequest withHeader(String name, String value) {
    var all = new LinkedHashMap<>(headers);
    all.keySet().stream()
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .ifPresentOrElse(existing -> all.put(existing, value), () -> all.put(name, value));
    return new StoreRequest(signed, method, url, all, body);
  }

  public StoreRequest withoutHeader(String name) {
    var rest = new LinkedHashMap<>(headers);
    rest.keySet().removeIf(name::equalsIgnoreCase);
    return new StoreRequest(signed, method, url, rest, body);
  }

  /** Replaces the body and its length. */
  public StoreRequest withBody(byte[] other) {
    var all = new LinkedHashMap<>(headers);
    all.put(CONTENT_LENGTH, Integer.toString(other.length));
    return new StoreRequest(signed, method, url, all, other);
  }

  /** A GET of the same object by someone who has no signature. */
  public StoreRequest toUnsignedGet() {
    var rest = new LinkedHashMap<>(headers);
    rest.keySet().removeIf(CONTENT_LENGTH::equalsIgnoreCase);
    signed.headers().keySet().forEach(name -> rest.keySet().removeIf(name::equalsIgnoreCase));
    var address = url.toString();
    var object = URI.create(address.substring(0, address.indexOf('?')));
    return new StoreRequest(signed, "GET", object, rest, null);
  }

  /** Replaces text in the URL, such as the object key. */
  public StoreRequest replacingInUrl(String text, String replacement) {
    return new StoreRequest(
        signed, method, URI.create(url.toString().replace(text, replacement)), headers, body);
  }

  /** Replaces the value of a query parameter, both percent-encoded. */
  public StoreRequest withParameter(String name, String value) {
    return replacingInUrl(name + "=" + parameter(name), name + "=" + value);
  }

  /** The value of a query parameter as the URL contains it, percent-encoded. */
  public String parameter(String name) {
    for (var parameter : url.getRawQuery().split("&")) {
      if (parameter.startsWith(name + "=")) {
        return parameter.substring(name.length() + 1);
      }
    }
    throw new IllegalArgumentException("The URL has no parameter " + name);
  }

  /** The value of a header, or null. */
  public String header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static Map<String, String> ownHeaders(URI url) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Host", url.getRawAuthority());
    headers.put(USER_AGENT, "Slipway-Lab");
    headers.put("Accept-Encoding", "identity");
    headers.put("Connection", "close");
    return headers;
  }

  RawRequest toRawRequest() {
    return RawRequest.of(method, "").withHeaders(headers).withBody(body);
  }
}
