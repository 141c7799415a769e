package dev.slipway.uploads.pages;

import dev.slipway.media.FileTypes;
import dev.slipway.uploads.UploadsConfig;

/**
 * The limits that a page with the upload client needs before it opens an upload.
 *
 * @param maxSize bytes
 * @param accept the value of the file input's attribute of this name
 * @param checksumLimit bytes up to which the page computes the file's SHA-256
 */
public record FileLimits(long maxSize, FileTypes types, String accept, long checksumLimit) {
  /** For file dialogs on systems that don't know the extensions of a media type. */
  private static final String EXTENSIONS =
      ".mp4,.m4v,.mov,.webm,.mkv,.avi,.mpg,.mpeg,.ts,.mts,.m2ts,.ogv,.3gp,.3g2";

  public static FileLimits of(UploadsConfig config) {
    var types = FileTypes.of(config.types());
    return new FileLimits(
        config.maxSize().asLongValue(),
        types,
        String.join(",", types.mediaTypes()) + "," + EXTENSIONS,
        // A multipart upload has a checksum for each part instead of one of the whole file.
        Math.min(config.checksumLimit().asLongValue(), config.partsFrom().asLongValue()));
  }
}
