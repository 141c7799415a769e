package dev.slipway.storage;

/**
 * Builds the header that makes a browser save a response as a file.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6266">RFC 6266</a>
 */
public final class ContentDisposition {
  private ContentDisposition() {}

  /** Names the file in ASCII for old clients, and in full for all others (RFC 8187). */
  public static String attachment(String fileName) {
    var name = fileName.replaceAll("[/\\\\]", "_");
    var ascii = name.replaceAll("[^\\x20-\\x7e]", "_").replaceAll("[\"%;]", "_");
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s"
        .formatted(ascii, UriEncoding.encode(name));
  }
}
