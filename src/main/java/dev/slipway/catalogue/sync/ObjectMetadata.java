package dev.slipway.catalogue.sync;

import dev.slipway.storage.StoredObject;
import dev.slipway.storage.UriEncoding;
import dev.slipway.web.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The user metadata of an uploaded object. It is signed with the upload URL, and suffices to
 * catalogue the object again from the bucket alone.
 *
 * @param owner the account's name
 * @param fileName may be shortened
 * @param title may be shortened
 */
public record ObjectMetadata(String owner, String fileName, String title) {
  private static final String OWNER_KEY = "slipway-owner";
  private static final String FILE_NAME_KEY = "slipway-name";
  private static final String TITLE_KEY = "slipway-title";

  /**
   * In bytes. Stores accept 2 KiB of metadata for an object, and percent-encoding turns a character
   * into up to 12 bytes.
   */
  private static final int MAX_ENCODED_LENGTH = 768;

  /** Returns empty if the object was not uploaded through this application. */
  public static Optional<ObjectMetadata> of(StoredObject object) {
    var owner = object.metadata().get(OWNER_KEY);
    if (owner == null) {
      return Optional.empty();
    }
    var fileName = label(object, FILE_NAME_KEY).orElse("untitled");
    return Optional.of(
        new ObjectMetadata(
            UriEncoding.decode(owner), fileName, label(object, TITLE_KEY).orElse(fileName)));
  }

  /** Returns the headers, without their prefix {@code x-amz-meta-}. */
  public Map<String, String> toHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(OWNER_KEY, UriEncoding.encode(owner));
    headers.put(FILE_NAME_KEY, encodeAndCut(fileName));
    headers.put(TITLE_KEY, encodeAndCut(title));
    return headers;
  }

  private static Optional<String> label(StoredObject object, String name) {
    return Optional.ofNullable(object.metadata().get(name))
        .map(UriEncoding::decode)
        .flatMap(SafeText::label);
  }

  /** Percent-encodes a text, because header values are ASCII, and cuts it between characters. */
  private static String encodeAndCut(String text) {
    var result = new StringBuilder();
    for (var character : text.codePoints().toArray()) {
      var encoded = UriEncoding.encode(Character.toString(character));
      if (result.length() + encoded.length() > MAX_ENCODED_LENGTH) {
        break;
      }
      result.append(encoded);
    }
    return result.toString();
  }
}
