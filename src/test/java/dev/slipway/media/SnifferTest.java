package dev.slipway.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import dev.slipway.testing.M2tsFile;
import dev.slipway.testing.PlayableVideos;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnifferTest {
  private final Sniffer sniffer = new Sniffer();

  @Test
  void detectsARealClip(@TempDir Path directory) throws Exception {
    var bytes = Files.readAllBytes(PlayableVideos.mp4(directory, 1));

    assertThat(sniffer.sniff(bytes)).isEqualTo(new MediaFormat("video/mp4", "mp4"));
  }

  @Test
  void distinguishesBrands() {
    var brands =
        Map.of(
            "isom",
            "mp4",
            "mp42",
            "mp4",
            "avc1",
            "mp4",
            "qt  ",
            "quicktime",
            "M4V ",
            "m4v",
            "3gp5",
            "3gpp",
            "3g2a",
            "3gpp2");
    brands.forEach(
        (brand, container) ->
            assertThat(sniffer.sniff(ftyp(brand)).container()).as(brand).isEqualTo(container));
    for (var brand : new String[] {"M4A ", "heic", "avif"}) {
      assertThat(sniffer.sniff(ftyp(brand)).isVideo()).as(brand).isFalse();
    }
  }

  @Test
  void detectsTheOtherContainers() {
    assertThat(container(ebml("webm"))).isEqualTo("webm");
    assertThat(container(ebml("matroska"))).isEqualTo("matroska");
    assertThat(container(latin("RIFF\u0010\0\0\0AVI LIST"))).isEqualTo("avi");
    assertThat(container(HexFormat.of().parseHex("000001ba4400040004010001"))).isEqualTo("mpeg");
    assertThat(container(transportStream())).isEqualTo("mpegts");
    assertThat(container(latin("OggS\0\2" + "\0".repeat(22) + "\u0080theora"))).isEqualTo("ogg");
  }

  /** Files older than the box 'ftyp'. */
  @Test
  void detectsQuickTimeFilesWithoutABrand() {
    for (var type : new String[] {"mdat", "moov", "free"}) {
      assertThat(container(latin("\0\1\0\0" + type + "\0\0\0\0"))).as(type).isEqualTo("quicktime");
    }
    assertThat(container(latin("\0\1\0\0mdat\u00ff\u00d8\u00ff\u00e0"))).isEqualTo("quicktime");
    assertThat(container(latin("\0\0\0\10wide\0\1\0\0mdat"))).isEqualTo("quicktime");
  }

  @Test
  void detectsTransportStreamsWithArrivalTimes() {
    assertThat(sniffer.sniff(M2tsFile.bytes(100)))
        .isEqualTo(new MediaFormat("video/mp2t", "mpegts"));
    assertThat(sniffer.sniff(M2tsFile.bytes(3)).isVideo()).isFalse();
  }

  @Test
  @Asvs("5.2.2")
  void rejectsDisguisedFiles() {
    var disguised =
        Map.of(
            "<!DOCTYPE html><html><script>alert(1)</script>", "text/html",
            "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image/svg+xml",
            "#!/bin/sh\nrm -rf /\n", "application/x-sh",
            "Just text, not a video.\n", "text/plain");
    disguised.forEach(
        (text, mediaType) ->
            assertThat(sniffer.sniff(latin(text))).isEqualTo(new MediaFormat(mediaType, null)));
    assertThat(sniffer.sniff(latin("#EXTM3U\n#EXT-X-TARGETDURATION:10\nhttp://x/y.ts\n")).isVideo())
        .isFalse();
    assertThat(sniffer.sniff(latin("MZ\u0090\0\3")).isVideo()).isFalse();
    assertThat(sniffer.sniff(latin("OggS\0\2" + "\0".repeat(22) + "\1vorbis")).isVideo()).isFalse();
    assertThat(sniffer.sniff(new byte[0]).isVideo()).isFalse();
  }

  private String container(byte[] bytes) {
    return sniffer.sniff(bytes).container();
  }

  private static byte[] ftyp(String brand) {
    return ByteBuffer.allocate(24)
        .putInt(24)
        .put(latin("ftyp" + brand))
        .putInt(0)
        .put(latin(brand))
        .array();
  }

  private static byte[] ebml(String docType) {
    return ByteBuffer.allocate(40)
        .put(HexFormat.of().parseHex("1a45dfa3a34286810142f7810142f2810442f381084282"))
        .put((byte) (0x80 | docType.length()))
        .put(latin(docType))
        .array();
  }

  private static byte[] transportStream() {
    var bytes = new byte[188 * 5];
    for (var packet = 0; packet < 5; packet++) {
      bytes[packet * 188] = 0x47;
      bytes[packet * 188 + 1] = 0x1f;
      bytes[packet * 188 + 2] = (byte) 0xff;
    }
    return bytes;
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
