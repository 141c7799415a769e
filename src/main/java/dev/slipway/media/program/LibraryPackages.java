package dev.slipway.media.program;

import java.util.Map;

/**
 * The packages with the libraries that the included programs need from the system. The programs use
 * none of these for files, but their build also supports screens, microphones and graphics cards,
 * and does not start without them.
 */
final class LibraryPackages {
  /** Names in Debian and Ubuntu. */
  private static final Map<String, String> DEBIAN =
      Map.of(
          "libxcb.so", "libxcb1",
          "libxcb-shm.so", "libxcb-shm0",
          "libasound.so", "libasound2",
          "libpulse.so", "libpulse0",
          "libudev.so", "libudev1",
          "libstdc++.so", "libstdc++6");

  private static final String ALL = "libxcb1 libxcb-shm0 libasound2 libpulse0 libudev1";

  private LibraryPackages() {}

  /**
   * Returns a sentence that says which package to install.
   *
   * @param library such as {@code libxcb.so.1}
   */
  static String howToInstall(String library) {
    var name = library.replaceFirst("(\\.so)[.\\d]*$", "$1");
    var debianPackage = DEBIAN.get(name);
    return debianPackage == null
        ? "Install the package that contains it, or install ffmpeg."
        : "Install the package %s (all that are needed on Debian: %s), or install ffmpeg."
            .formatted(debianPackage, ALL);
  }
}
