package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.RequestOptions;
import dev.slipway.storage.ObjectKey;
import dev.slipway.testing.CustomSettingsProfile;
import dev.slipway.testing.Mp4Header;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A file on disk that is uploaded in parts of 5 MiB, the last of them shorter; in five by default.
 */
public record LargeFile(Path path, byte[] bytes) {
  public static final List<Integer> PART_NUMBERS = IntStream.rangeClosed(1, 5).boxed().toList();

  private static final int SIZE = 22 << 20;
  private static final Pattern UPLOAD_ID = Pattern.compile("[?&]uploadId=([^&]+)");
  private static final Pattern NUMBER = Pattern.compile("[?&]partNumber=(\\d+)");

  /** All parts differ, and so do files with different seeds. */
  public static LargeFile of(Path directory, String name, int seed) {
    return of(directory, name, seed, SIZE);
  }

  /**
   * A file of another size; one below {@link CustomSettingsProfile#PARTS_FROM} is uploaded in one
   * PUT.
   */
  public static LargeFile of(Path directory, String name, int seed, int size) {
    var bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    var head = Mp4Header.bytes(size, seed);
    System.arraycopy(head, 0, bytes, 0, 64);
    return write(directory.resolve(name), bytes);
  }

  /** A file of the same name and size that differs in the middle of one part. */
  LargeFile withChangedPart(Path directory, int part) {
    var changed = bytes.clone();
    changed[(part - 1) * CustomSettingsProfile.PART_SIZE + CustomSettingsProfile.PART_SIZE / 3] ^=
        1;
    return write(directory.resolve(path.getFileName()), changed);
  }

  byte[] part(int number) {
    var start = (number - 1) * CustomSettingsProfile.PART_SIZE;
    return Arrays.copyOfRange(
        bytes, start, Math.min(start + CustomSettingsProfile.PART_SIZE, bytes.length));
  }

  /** Fails unless the store has these bytes for a video. */
  void requireStored(Journey journey, String id) {
    var options = RequestOptions.create().setData(Map.of("operation", "play"));
    var api = journey.context().request();
    var signed = JsonPath.from(api.post("/api/videos/" + id + "/urls", options).text());
    assertThat(api.get(signed.getString("url")).body()).isEqualTo(bytes);
  }

  /** Whether a request sends a part instead of a whole file. */
  static boolean isPart(Request request) {
    return "PUT".equals(request.method()) && NUMBER.matcher(request.url()).find();
  }

  /** The number of the part that a request sends. */
  static int partNumber(Request request) {
    var matcher = NUMBER.matcher(request.url());
    if (!matcher.find()) {
      throw new AssertionError("Not the request of a part: " + request.url());
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** The key of the object that a request sends a part of. */
  static ObjectKey key(Request part) {
    var path = URI.create(part.url()).getPath();
    // The name of the bucket may end with "videos" too.
    return new ObjectKey(path.substring(path.indexOf("/videos/") + 1));
  }

  /** The store's id of the multipart upload that a request sends a part of. */
  static String uploadId(Request part) {
    var id = UPLOAD_ID.matcher(part.url());
    if (!id.find()) {
      throw new AssertionError("Not the request of a multipart upload: " + part.url());
    }
    return id.group(1);
  }

  private static LargeFile write(Path path, byte[] bytes) {
    try {
      return new LargeFile(Files.write(path, bytes), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
