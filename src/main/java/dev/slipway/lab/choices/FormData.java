package dev.slipway.lab.choices;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The body of a form with a file. The file comes last, because S3 ignores the fields after it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
record FormData(byte[] body) {
  /** Separates the fields; it occurs in none of them. */
  private static final String BOUNDARY = "slipway-lab-form";

  static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  private static final String FIELD =
      "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
  private static final String FILE =
      "--"
          + BOUNDARY
          + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"lab.txt\"\r\n"
          + "Content-Type: %s\r\n\r\n%s\r\n--"
          + BOUNDARY
          + "--\r\n";

  static FormData of(Map<String, String> fields, String contentType, String file) {
    var text = new StringBuilder();
    fields.forEach((name, value) -> text.append(FIELD.formatted(name, value)));
    text.append(FILE.formatted(contentType, file));
    return new FormData(text.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
