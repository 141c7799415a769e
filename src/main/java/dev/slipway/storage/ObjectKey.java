package dev.slipway.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an object in the videos bucket, decoded. No byte of it comes from a user: {@code
 * videos/<id>/source}. Other tools may have put objects under other names.
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
  /** Everything that the catalogue looks at stands under this prefix. */
  public static final String PREFIX = "videos/";

  /**
   * Here the doctor puts what it removes again. Below {@link #PREFIX}, so that rights and
   * notifications are those of videos.
   */
  public static final String TEST_OBJECT_PREFIX = PREFIX + ".slipway/";

  private static final String SOURCE_SUFFIX = "/source";
  private static final Pattern DOT_SEGMENT = Pattern.compile("(^|/)\\.{1,2}(/|$)");

  /** A limit of the protocol, in bytes of UTF-8. */
  private static final int MAX_BYTES = 1024;

  public ObjectKey {
    Objects.requireNonNull(value);
    if (value.isEmpty() || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new IllegalArgumentException("Not an object key: 1 to 1024 bytes are expected");
    }
  }

  /** The key under which the upload of this id stands. */
  public static ObjectKey ofSource(RandomId id) {
    return new ObjectKey(PREFIX + id.value() + SOURCE_SUFFIX);
  }

  /** A key of the doctor's, which never becomes a video. */
  public static ObjectKey ofTestObject(RandomId id) {
    return new ObjectKey(TEST_OBJECT_PREFIX + id.value());
  }

  /** The upload's id; empty where another tool chose the key. */
  public Optional<RandomId> sourceId() {
    if (!value.startsWith(PREFIX) || !value.endsWith(SOURCE_SUFFIX)) {
      return Optional.empty();
    }
    var id =
        value.substring(
            PREFIX.length(), Math.max(PREFIX.length(), value.length() - SOURCE_SUFFIX.length()));
    return RandomId.isValid(id) ? Optional.of(new RandomId(id)) : Optional.empty();
  }

  /**
   * Whether the catalogue has to do with it. Keys with dots for a segment or with a NUL can be
   * neither asked for by the client nor kept in the database. A key that ends with a slash is a
   * folder to the consoles of stores, and no file.
   */
  public boolean isVideo() {
    return value.startsWith(PREFIX)
        && !value.endsWith("/")
        && !value.startsWith(TEST_OBJECT_PREFIX)
        && value.indexOf(0) < 0
        && !DOT_SEGMENT.matcher(value).find();
  }

  /**
   * The order of listings: by the bytes of UTF-8.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html">
   *     ListObjectsV2</a>
   */
  @Override
  public int compareTo(ObjectKey other) {
    return Arrays.compareUnsigned(
        value.getBytes(StandardCharsets.UTF_8), other.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return value;
  }
}
