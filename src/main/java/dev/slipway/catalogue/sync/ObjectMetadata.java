package dev.slipway.catalogue.sync;

import dev.slipway.storage.StoredObject;
import dev.slipway.storage.UriEncoding;
import dev.slipway.web.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What travels with an object as its metadata, signed with the URL that it was put to: enough to
 * catalogue it again from the bucket alone.
 *
 * @param owner the account's name
 * @param fileName a label, perhaps shortened
 * @param title a label, perhaps shortened
 */
public record ObjectMetadata(String owner, String fileName, String title) {
  private static final String OWNER_KEY = "slipway-owner";
  private static final String FILE_NAME_KEY = "slipway-name";
  private static final String TITLE_KEY = "slipway-title";

  /**
   * Stores take 2 KiB of metadata in all, and percent-encoding makes up to 12 bytes of one sign.
   */
  private static final int MAX_ENCODED_LENGTH = 768;

  /** Empty where nothing of ours stands beside the object. */
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

  /** Headers without their prefix {@code x-amz-meta-}. */
  public Map<String, String> toHeaders() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(OWNER_KEY, UriEncoding.encode(owner));
    metadata.put(FILE_NAME_KEY, encoded(fileName));
    metadata.put(TITLE_KEY, encoded(title));
    return metadata;
  }

  private static Optional<String> label(StoredObject object, String name) {
    return Optional.ofNullable(object.metadata().get(name))
        .map(UriEncoding::decode)
        .flatMap(SafeText::label);
  }

  /** Header values are ASCII. What is too long is cut, between characters. */
  private static String encoded(String text) {
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
