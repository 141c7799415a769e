package dev.slipway.lab.signature.canonical;

import java.util.Map;

/** The explanations of signed headers. */
final class HeaderExplanations {
  private static final Map<String, String> BY_NAME =
      Map.of(
          "content-type",
          "The media type. The store refuses another type, or none.",
          "content-length",
          "The exact number of bytes. Clients set this header themselves.",
          "content-md5",
          "The MD5 of the bytes in base64. The store compares it with what arrives.",
          "if-none-match",
          "With * the store accepts the request only while no object has this key: once, until"
              + " the object is deleted.",
          "if-match",
          "The store accepts the request only if the object has this ETag.",
          "x-goog-if-generation-match",
          "With 0 the store accepts the request only while no object has this key: once, until"
              + " the object is deleted.",
          "range",
          "The bytes to read. Another range needs another URL.");

  private HeaderExplanations() {}

  static String of(String name) {
    if (BY_NAME.containsKey(name)) {
      return BY_NAME.get(name);
    }
    if (name.equals("x-amz-checksum-mode")) {
      return "Asks the store to send the object's checksum too.";
    }
    if (name.equals("x-amz-checksum-algorithm") || name.equals("x-amz-sdk-checksum-algorithm")) {
      return "Which checksum is used. The value itself is in another header.";
    }
    if (name.equals("x-amz-checksum-type")) {
      return "Whether the checksum is that of the whole object or of its parts' checksums.";
    }
    if (name.startsWith("x-amz-checksum-")) {
      return "A checksum of the bytes in base64. The store refuses other bytes.";
    }
    if (name.startsWith("x-amz-meta-") || name.startsWith("x-goog-meta-")) {
      return "User metadata, which the store keeps with the object.";
    }
    if (name.endsWith("-content-sha256")) {
      return "The SHA-256 of the body in hexadecimal, or UNSIGNED-PAYLOAD.";
    }
    if (name.endsWith("-acl") || name.contains("-grant-")) {
      return "Who may access the object.";
    }
    return "The request must carry this header with exactly this value.";
  }
}
