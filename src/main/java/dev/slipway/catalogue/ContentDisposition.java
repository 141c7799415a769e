package dev.slipway.catalogue;

import dev.slipway.storage.UriEncoding;

/**
 * The header that makes a browser save a file, with the name that it had.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6266">RFC 6266</a>
 */
final class ContentDisposition {
  private ContentDisposition() {}

  /** The name in plain ASCII for old clients, and in full for the rest (RFC 8187). */
  static String attachment(String fileName) {
    var name = fileName.replaceAll("[/\\\\]", "_");
    var ascii = name.replaceAll("[^\\x20-\\x7e]", "_").replaceAll("[\"%;]", "_");
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s"
        .formatted(ascii, UriEncoding.encode(name));
  }
}
