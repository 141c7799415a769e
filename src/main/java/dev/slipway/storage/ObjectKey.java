package dev.slipway.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key of an object in the videos bucket or the derived bucket, not percent-encoded. The
 * application chooses {@code videos/<id>/source}; no byte of a key comes from a user. Other tools
 * may have put objects under other keys.
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
  /** The prefix of every key that the catalogue considers. */
  public static final String PREFIX = "videos/";

  /**
   * The prefix of the doctor's test objects. It is below {@link #PREFIX}, so that the same
   * permissions and notifications apply as for videos.
   */
  public static final String TEST_OBJECT_PREFIX = PREFIX + ".slipway/";

  /** The prefix of the markers in the derived bucket that represent deleted objects. */
  public static final String DELETION_MARKER_PREFIX = PREFIX + ".deleted/";

  private static final String SOURCE_SUFFIX = "/source";
  private static final Pattern DOT_SEGMENT = Pattern.compile("(^|/)\\.{1,2}(/|$)");

  /** The protocol's limit, counted in UTF-8. */
  private static final int MAX_BYTES = 1024;

  public ObjectKey {
    Objects.requireNonNull(value);
    if (!isValid(value)) {
      throw new IllegalArgumentException("Not an object key: 1 to 1024 bytes are expected");
    }
  }

  /** Whether the text can be a key. */
  public static boolean isValid(String text) {
    return !text.isEmpty() && text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  /** The key of the file that the upload with this id stores. */
  public static ObjectKey ofSource(RandomId id) {
    return new ObjectKey(PREFIX + id.value() + SOURCE_SUFFIX);
  }

  /** The key of a test object of the doctor, which never becomes a video. */
  public static ObjectKey ofTestObject(RandomId id) {
    return new ObjectKey(TEST_OBJECT_PREFIX + id.value());
  }

  /** The object whose deletion a marker in the derived bucket records; empty for other keys. */
  public static Optional<ObjectKey> ofDeletionMarker(ObjectKey marker) {
    return marker.value.startsWith(DELETION_MARKER_PREFIX)
        ? Optional.of(
            new ObjectKey(PREFIX + marker.value.substring(DELETION_MARKER_PREFIX.length())))
        : Optional.empty();
  }

  /**
   * The key of a file that is made from a video, in the derived bucket, such as {@code
   * videos/<id>/poster-<version>.jpg}. Such an object is never overwritten: each version has a key
   * of its own, and a row in the database says which one is current.
   *
   * @param name of what the file is, such as {@code poster}
   * @param suffix what follows the version, such as {@code .jpg} or {@code -3.jpg}
   */
  public static ObjectKey ofDerived(
      RandomId videoId, String name, RandomId version, String suffix) {
    return new ObjectKey(derivedPrefix(videoId, name) + version.value() + suffix);
  }

  /** The prefix of all versions of a file that is made from a video, in the derived bucket. */
  public static String derivedPrefix(RandomId videoId, String name) {
    return derivedPrefix(videoId) + name + "-";
  }

  /** The prefix of the files that are made from a video, in the derived bucket. */
  public static String derivedPrefix(RandomId videoId) {
    return PREFIX + videoId.value() + "/";
  }

  /**
   * The key of the marker in the derived bucket which says that this object was deleted. Markers
   * have the same order as the objects. Empty if the key is too long to have one.
   */
  public Optional<ObjectKey> deletionMarker() {
    var marker = DELETION_MARKER_PREFIX + value.substring(PREFIX.length());
    return marker.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
        ? Optional.empty()
        : Optional.of(new ObjectKey(marker));
  }

  /** The id of the upload that stores its file under this key; empty if another tool chose it. */
  public Optional<RandomId> uploadId() {
    if (!value.startsWith(PREFIX) || !value.endsWith(SOURCE_SUFFIX)) {
      return Optional.empty();
    }
    var id =
        value.substring(
            PREFIX.length(), Math.max(PREFIX.length(), value.length() - SOURCE_SUFFIX.length()));
    return RandomId.isValid(id) ? Optional.of(new RandomId(id)) : Optional.empty();
  }

  /**
   * Whether the catalogue considers this key. It ignores keys with a dot segment, which the S3
   * client can't request, keys with a NUL, which PostgreSQL can't store, and keys that end with a
   * slash, which the consoles of stores create as folders.
   */
  public boolean isVideo() {
    return value.startsWith(PREFIX)
        && !value.endsWith("/")
        && !value.startsWith(TEST_OBJECT_PREFIX)
        && value.indexOf(0) < 0
        && !DOT_SEGMENT.matcher(value).find();
  }

  /**
   * Orders keys as bucket listings do: by the bytes of UTF-8.
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
