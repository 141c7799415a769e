package dev.slipway.media.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryPackagesTest {
  /** The names of the packages are those of Debian and Ubuntu. */
  @ParameterizedTest
  @CsvSource({
    "libxcb.so.1, libxcb1",
    "libxcb-shm.so.0, libxcb-shm0",
    "libasound.so.2, libasound2",
    "libpulse.so.0, libpulse0",
    "libudev.so.1, libudev1",
    "libdrm.so.2, libdrm2",
    "libva.so.2, libva2",
    "libva-drm.so.2, libva-drm2",
    "libstdc++.so.6, libstdc++6"
  })
  void namesThePackageOfALibrary(String library, String debianPackage) {
    assertThat(LibraryPackages.howToInstall(library))
        .startsWith("Install the package " + debianPackage + " (all that are needed on Debian: ")
        .contains(": libxcb1 libxcb-shm0 libasound2 libpulse0 libudev1");
  }
}
