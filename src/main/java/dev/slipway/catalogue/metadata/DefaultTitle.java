package dev.slipway.catalogue.metadata;

import java.util.regex.Pattern;

/**
 * The title of a video whose uploader gives none: the file's name without folders and extension.
 */
public final class DefaultTitle {
  private static final String NO_NAME = "untitled";

  /** Systems separate folders with one or the other. */
  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");

  private static final Pattern DOTS_AND_SPACES = Pattern.compile("[.\\s]*");

  private DefaultTitle() {}

  /**
   * @param fileName may contain folders
   */
  public static String of(String fileName) {
    var segments = SEPARATOR.split(fileName);
    for (var index = segments.length - 1; index >= 0; index--) {
      if (hasText(segments[index])) {
        return withoutExtension(segments[index].strip());
      }
    }
    return NO_NAME;
  }

  /** The name of a file such as {@code .mp4} is no extension. */
  private static String withoutExtension(String name) {
    var dot = name.lastIndexOf('.');
    var stem = dot < 0 ? name : name.substring(0, dot).strip();
    return hasText(stem) ? stem : name;
  }

  private static boolean hasText(String text) {
    return !DOTS_AND_SPACES.matcher(text).matches();
  }
}
