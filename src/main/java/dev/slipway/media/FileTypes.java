package dev.slipway.media;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The file types that the settings allow, with the names that people know. Common ones come first.
 *
 * @param types without duplicates
 */
public record FileTypes(List<FileType> types) {
  /** In the order in which pages list them. Two media types of one format have the same name. */
  private static final List<FileType> KNOWN =
      List.of(
          new FileType("video/mp4", "MP4", "MP4", "mp4"),
          new FileType("video/quicktime", "MOV", "QuickTime", "mov"),
          new FileType("video/webm", "WebM", "WebM", "webm"),
          new FileType("video/x-matroska", "MKV", "Matroska", "mkv"),
          new FileType("video/x-msvideo", "AVI", "AVI", "avi"),
          new FileType("video/avi", "AVI", "AVI", "avi"),
          new FileType("video/x-m4v", "M4V", "M4V", "m4v"),
          new FileType("video/mpeg", "MPEG", "MPEG", "mpg"),
          new FileType("video/mp2t", "TS", "MPEG-TS", "ts"),
          new FileType("video/ogg", "OGV", "Ogg", "ogv"),
          new FileType("video/3gpp", "3GP", "3GPP", "3gp"),
          new FileType("video/3gpp2", "3G2", "3GPP2", "3g2"));

  /** How many names a sentence has at most. */
  private static final int MAX_NAMES = 5;

  /**
   * @param mediaTypes as they are configured
   */
  public static FileTypes of(Collection<String> mediaTypes) {
    var order =
        Comparator.<FileType>comparingInt(
                type -> KNOWN.contains(type) ? KNOWN.indexOf(type) : KNOWN.size())
            .thenComparing(FileType::mediaType);
    return new FileTypes(
        mediaTypes.stream()
            .map(type -> type.strip().toLowerCase(Locale.ROOT))
            .distinct()
            .map(FileTypes::named)
            .sorted(order)
            .toList());
  }

  /** Returns the media types that clients may declare. */
  public List<String> mediaTypes() {
    return types.stream().map(FileType::mediaType).toList();
  }

  /** Returns names, such as {@code MP4, MOV, WebM, MKV, AVI and others}. */
  public String summary() {
    var names = names();
    return names.size() > MAX_NAMES
        ? String.join(", ", names.subList(0, MAX_NAMES)) + " and others"
        : join(names, "and");
  }

  /** Returns what to do with another file, such as {@code Use MP4, MOV, WebM, MKV or AVI.} */
  public String advice() {
    var names = names();
    return "Use " + join(names.subList(0, Math.min(MAX_NAMES, names.size())), "or") + ".";
  }

  private static FileType named(String mediaType) {
    return KNOWN.stream()
        .filter(type -> type.mediaType().equals(mediaType))
        .findFirst()
        .orElseGet(() -> new FileType(mediaType, mediaType, null, null));
  }

  private List<String> names() {
    return types.stream().map(FileType::shortName).distinct().toList();
  }

  private static String join(List<String> names, String conjunction) {
    var last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " " + conjunction + " " + names.get(last);
  }

  /**
   * One file type.
   *
   * @param shortName for sentences; the media type if it has no other name
   * @param format the name of the format; null if unknown
   * @param extension the usual one of file names, without the dot; null if unknown
   */
  public record FileType(String mediaType, String shortName, String format, String extension) {}
}
