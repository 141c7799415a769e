package dev.slipway.sftp.files;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The media types of files by their extension, because SFTP clients declare none. */
public final class MediaTypes {
  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("mp4", "video/mp4"),
          Map.entry("m4v", "video/x-m4v"),
          Map.entry("mov", "video/quicktime"),
          Map.entry("qt", "video/quicktime"),
          Map.entry("webm", "video/webm"),
          Map.entry("mkv", "video/x-matroska"),
          Map.entry("avi", "video/x-msvideo"),
          Map.entry("mpg", "video/mpeg"),
          Map.entry("mpeg", "video/mpeg"),
          Map.entry("ts", "video/mp2t"),
          Map.entry("mts", "video/mp2t"),
          Map.entry("m2ts", "video/mp2t"),
          Map.entry("ogv", "video/ogg"),
          Map.entry("3gp", "video/3gpp"),
          Map.entry("3g2", "video/3gpp2"));

  private MediaTypes() {}

  /**
   * @throws ProblemException {@code type-not-allowed} if the extension is not one of a video
   */
  public static String of(String fileName) {
    var extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    var type = BY_EXTENSION.get(extension);
    if (type == null) {
      throw new ProblemException(
          ErrorCode.TYPE_NOT_ALLOWED,
          "The name of the file must end with one of: ."
              + String.join(", .", new TreeSet<>(BY_EXTENSION.keySet()))
              + ".");
    }
    return type;
  }
}
