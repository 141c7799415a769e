package dev.slipway.media;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The video containers that Slipway distinguishes. */
enum Container {
  MP4("video/mp4", "mp4"),
  QUICKTIME("video/quicktime", "mov"),
  M4V("video/x-m4v", "m4v"),
  THREE_GPP("video/3gpp", "3gp"),
  THREE_GPP2("video/3gpp2", "3g2"),
  WEBM("video/webm", "webm"),
  MATROSKA("video/x-matroska", "mkv"),
  AVI("video/x-msvideo", "avi"),
  MPEG("video/mpeg", "mpg"),
  MPEG_TS("video/mp2t", "ts"),
  OGG("video/ogg", "ogv"),
  ASF("video/x-ms-asf", "wmv");

  /** Brands of ISO base media files without video: audio, and HEIF and AVIF images. */
  private static final Set<String> NON_VIDEO_BRANDS =
      Set.of(
          "M4A ", "M4B ", "M4P ", "F4A ", "F4B ", "heic", "heix", "heim", "heis", "mif1", "avif",
          "jp2 ", "jpx ", "crx ");

  /** GUIDs of Microsoft's Advanced Systems Format: the header object, and a video stream. */
  private static final String ASF_HEADER_GUID = "0&\u00b2u\u008ef\u00cf\021";

  private static final String ASF_VIDEO_GUID =
      "\u00c0\u00ef\031\u00bcM[\u00cf\021\u00a8\u00fd\000\u0080_\\D+";

  private static final List<Integer> TS_PACKET_SIZES = List.of(188, 192, 204);

  private static final int TS_PACKETS_CHECKED = 4;
  private static final byte TS_SYNC_BYTE = 0x47;

  private final String mediaType;
  private final String fileExtension;

  Container(String mediaType, String fileExtension) {
    this.mediaType = mediaType;
    this.fileExtension = fileExtension;
  }

  /** Finds a container by its {@link #shortName}. */
  static Optional<Container> ofShortName(String shortName) {
    return Arrays.stream(values())
        .filter(container -> container.shortName().equals(shortName))
        .findFirst();
  }

  /**
   * Returns the container of a video file.
   *
   * @param bytes the beginning of the file
   * @param detected the media type that Tika detects in these bytes
   * @return empty if the file is not a video
   */
  static Optional<Container> of(byte[] bytes, String detected) {
    if (startsAt(bytes, 4, "ftyp")) {
      return ofBrand(ascii(bytes, 8, 4));
    }
    if (startsAt(bytes, 4, "mdat") || startsAt(bytes, 4, "moov")) {
      // Older than the box 'ftyp'. Tika detects it only if a zero follows.
      return Optional.of(QUICKTIME);
    }
    if (startsAt(bytes, 0, "OggS")) {
      return hasOggVideo(bytes) ? Optional.of(OGG) : Optional.empty();
    }
    if (startsAt(bytes, 0, ASF_HEADER_GUID)) {
      return ascii(bytes, 0, bytes.length).contains(ASF_VIDEO_GUID)
          ? Optional.of(ASF)
          : Optional.empty();
    }
    return switch (detected) {
      // Also begins with 'wide', 'free', 'skip' or 'pnot'.
      case "video/quicktime" -> Optional.of(QUICKTIME);
      case "application/x-matroska", "video/x-matroska", "video/webm" ->
          Optional.of(ascii(bytes, 0, 64).contains("webm") ? WEBM : MATROSKA);
      case "video/x-msvideo" -> Optional.of(AVI);
      case "video/mpeg" -> Optional.of(MPEG);
      case "application/octet-stream" ->
          isTransportStream(bytes) ? Optional.of(MPEG_TS) : Optional.empty();
      default -> Optional.empty();
    };
  }

  String mediaType() {
    return mediaType;
  }

  /** The usual extension of file names, without the dot. */
  String fileExtension() {
    return fileExtension;
  }

  /** The name for people, such as {@code mp4} or {@code mpegts}. */
  String shortName() {
    return switch (this) {
      case THREE_GPP -> "3gpp";
      case THREE_GPP2 -> "3gpp2";
      default -> name().toLowerCase(Locale.ROOT).replace("_", "");
    };
  }

  /**
   * Maps the major brand of an ISO base media file (ISO/IEC 14496-12), as registered at mp4ra.org.
   * Tika reports most brands as QuickTime.
   */
  private static Optional<Container> ofBrand(String brand) {
    if (NON_VIDEO_BRANDS.contains(brand)) {
      return Optional.empty();
    }
    if (brand.equals("qt  ")) {
      return Optional.of(QUICKTIME);
    }
    if (brand.startsWith("M4V")) {
      return Optional.of(M4V);
    }
    if (brand.startsWith("3g2")) {
      return Optional.of(THREE_GPP2);
    }
    return Optional.of(brand.startsWith("3g") ? THREE_GPP : MP4);
  }

  /**
   * ISO/IEC 13818-1: packets are 188 bytes long and begin with the sync byte. In the files of
   * cameras and Blu-ray discs (M2TS), four bytes with the time of arrival precede each packet; in
   * recordings of modulators, 16 bytes for error correction follow it. A recording can begin within
   * a packet.
   */
  private static boolean isTransportStream(byte[] bytes) {
    return TS_PACKET_SIZES.stream()
        .anyMatch(
            size -> IntStream.range(0, size).anyMatch(start -> hasSyncBytes(bytes, start, size)));
  }

  private static boolean hasSyncBytes(byte[] bytes, int start, int distance) {
    for (var packet = 0; packet < TS_PACKETS_CHECKED; packet++) {
      var at = start + packet * distance;
      if (at >= bytes.length || bytes[at] != TS_SYNC_BYTE) {
        return false;
      }
    }
    return true;
  }

  /** RFC 3533: the first page of each stream precedes all data and names the codec. */
  private static boolean hasOggVideo(byte[] bytes) {
    var beginning = ascii(bytes, 0, 4096);
    return beginning.contains("theora") || beginning.contains("BBCD");
  }

  private static boolean startsAt(byte[] bytes, int offset, String text) {
    return ascii(bytes, offset, text.length()).equals(text);
  }

  private static String ascii(byte[] bytes, int offset, int length) {
    var from = Math.min(offset, bytes.length);
    var to = Math.min(offset + length, bytes.length);
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
