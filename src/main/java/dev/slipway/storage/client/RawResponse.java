package dev.slipway.storage.client;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import okhttp3.Headers;

/**
 * The store's response to a {@link RawRequest}.
 *
 * @param body its beginning
 */
public record RawResponse(int status, Headers headers, String body) {
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9]{1,60})</Code>");

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  public boolean isRedirect() {
    return status >= 300 && status < 400;
  }

  /** The error code of S3, or an empty string. */
  public String errorCode() {
    var code = CODE.matcher(body);
    return code.find() ? code.group(1) : "";
  }

  /** Status and error code, such as {@code 403 AccessDenied}. */
  public String summary() {
    return (status + " " + errorCode()).strip();
  }

  /** The header's value, or an empty string. */
  public String header(String name) {
    var value = headers.get(name);
    return value == null ? "" : value;
  }

  /** All headers, by name; the values of a repeated one are joined. */
  public Map<String, String> allHeaders() {
    var all = new TreeMap<String, String>();
    headers.forEach(
        header -> all.merge(header.getFirst(), header.getSecond(), (a, b) -> a + ", " + b));
    return all;
  }

  /** Whether the store is MinIO, or a fork that kept the name. */
  public boolean isFromMinio() {
    return header("Server").toLowerCase(Locale.ROOT).contains("minio");
  }
}
