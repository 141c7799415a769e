package dev.slipway.storage;

import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.Headers;

/**
 * What the store answers to a check.
 *
 * @param text the beginning of the body
 */
record ProbeAnswer(int status, Headers headers, String text) {
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9]{1,60})</Code>");

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  boolean isRedirect() {
    return status >= 300 && status < 400;
  }

  /** The error code of S3, or an empty text. */
  String code() {
    var code = CODE.matcher(text);
    return code.find() ? code.group(1) : "";
  }

  /** Such as {@code 403 AccessDenied}. */
  String summary() {
    return (status + " " + code()).strip();
  }

  /** The header's value, or an empty text. */
  String header(String name) {
    var value = headers.get(name);
    return value == null ? "" : value;
  }

  /** Whether MinIO, or a descendant that keeps its name, answered. */
  boolean isFromMinio() {
    return header("Server").toLowerCase(Locale.ROOT).contains("minio");
  }
}
