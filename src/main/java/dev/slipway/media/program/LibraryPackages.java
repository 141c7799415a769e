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
          "libdrm.so", "libdrm2",
          "libva.so", "libva2",
          "libva-drm.so", "libva-drm2",
          "libstdc++.so", "libstdc++6");

  private static final String ALL = "libxcb1 libxcb-shm0 libasound2 libpulse0 libudev1";

  /** The build for ARM also lacks these. */
  private static final String ALL_ON_ARM = ALL + " libdrm2 libva2 libva-drm2";

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
            .formatted(debianPackage, isArm() ? ALL_ON_ARM : ALL);
  }

  private static boolean isArm() {
    return System.getProperty("os.arch").equals("aarch64");
  }
}
