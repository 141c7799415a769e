package dev.slipway.catalogue;

import dev.slipway.storage.StoredObject;
import dev.slipway.storage.UriEncoding;
import dev.slipway.web.Labels;
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
public record Origin(String owner, String fileName, String title) {
  private static final String OWNER = "slipway-owner";
  private static final String NAME = "slipway-name";
  private static final String TITLE = "slipway-title";

  /**
   * Stores take 2 KiB of metadata in all, and percent-encoding makes up to 12 bytes of one sign.
   */
  private static final int LONGEST = 768;

  /** Empty where nothing of ours stands beside the object. */
  public static Optional<Origin> of(StoredObject object) {
    var owner = object.metadata().get(OWNER);
    if (owner == null) {
      return Optional.empty();
    }
    var fileName = label(object, NAME).orElse("untitled");
    return Optional.of(
        new Origin(UriEncoding.decoded(owner), fileName, label(object, TITLE).orElse(fileName)));
  }

  /** Headers without their prefix {@code x-amz-meta-}. */
  public Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(OWNER, UriEncoding.segment(owner));
    metadata.put(NAME, encoded(fileName));
    metadata.put(TITLE, encoded(title));
    return metadata;
  }

  private static Optional<String> label(StoredObject object, String name) {
    return Optional.ofNullable(object.metadata().get(name))
        .map(UriEncoding::decoded)
        .flatMap(Labels::of);
  }

  /** Header values are ASCII. What is too long is cut, between characters. */
  private static String encoded(String text) {
    var result = new StringBuilder();
    for (var character : text.codePoints().toArray()) {
      var encoded = UriEncoding.segment(Character.toString(character));
      if (result.length() + encoded.length() > LONGEST) {
        break;
      }
      result.append(encoded);
    }
    return result.toString();
  }
}
