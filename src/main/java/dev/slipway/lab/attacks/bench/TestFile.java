package dev.slipway.lab.attacks.bench;

import dev.slipway.lab.SampleClip;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes that attacks send. */
public final class TestFile {
  private static final String SVG =
      """
      <?xml version="1.0"?>
      <svg xmlns="http://www.w3.org/2000/svg"><script>alert(document.domain)</script></svg>
      """;

  /** The address is reserved for documentation (RFC 5737), so nothing listens there. */
  private static final String PLAYLIST =
      """
      #EXTM3U
      #EXT-X-TARGETDURATION:1
      #EXTINF:1,
      http://192.0.2.1/secret
      #EXT-X-ENDLIST
      """;

  private static final String FREE_SPACE = "A throw-away file of Slipway's lab";

  private TestFile() {}

  /** An MP4 file with one black frame, and a box of free space. */
  public static byte[] video() {
    var video = SampleClip.ofSize(SampleClip.minSize() + FREE_SPACE.length());
    ByteBuffer.wrap(video).position(SampleClip.minSize()).put(ascii(FREE_SPACE));
    return video;
  }

  /** An image with a script in it. */
  public static byte[] svg() {
    return ascii(SVG);
  }

  /** A playlist with the address of another server. */
  public static byte[] playlist() {
    return ascii(PLAYLIST);
  }

  /** The type of an MP4 file, and a box of metadata whose 64-bit length is the largest possible. */
  public static byte[] poison() {
    return ByteBuffer.allocate(24 + 16 + 8)
        .putInt(24)
        .put(ascii("ftypmp42"))
        .putInt(0)
        .put(ascii("mp42isom"))
        .putInt(1)
        .put(ascii("moov"))
        .putLong(Long.MAX_VALUE)
        .putInt(Integer.MAX_VALUE)
        .put(ascii("trak"))
        .array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
