package dev.slipway.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's binaries for this platform, unpacked once from a jar on the class path. */
record PostgresBinaries(Path home) {
  private static final Duration MAX_UNPACKING_TIME = Duration.ofHours(1);

  static final boolean WINDOWS = osName().contains("windows");

  /** Unpacks them into a subdirectory of {@code cache}, unless they are already there. */
  static PostgresBinaries unpackInto(Path cache) {
    var archive = archive();
    try {
      // The size identifies the build, so the binaries of an upgraded jar are unpacked too.
      var home = cache.resolve("build-" + archive.openConnection().getContentLengthLong());
      if (!Files.isDirectory(home)) {
        unpack(archive, home);
      }
      return new PostgresBinaries(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String pathOf(String name) {
    return home.resolve("bin").resolve(WINDOWS ? name + ".exe" : name).toString();
  }

  private static URL archive() {
    var name = "postgres-%s-%s.txz".formatted(system(), architecture());
    var archive = PostgresBinaries.class.getClassLoader().getResource(name);
    if (archive == null) {
      throw new CannotStartException(
          ("Slipway has no embedded PostgreSQL for this platform (%s). Configure a server with"
                  + " QUARKUS_DATASOURCE_JDBC_URL.")
              .formatted(name));
    }
    return archive;
  }

  private static String system() {
    if (WINDOWS) {
      return "windows";
    }
    return osName().contains("mac") ? "darwin" : "linux";
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "aarch64", "arm64" -> "arm_64";
      default -> "x86_64";
    };
  }

  private static String osName() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT);
  }

  private static void unpack(URL archive, Path home) throws IOException {
    Files.createDirectories(home.getParent());
    removeUnfinished(home.getParent());
    var unfinished = Files.createTempDirectory(home.getParent(), "unfinished-");
    try (var tar =
        new TarArchiveInputStream(
            new XZInputStream(new BufferedInputStream(archive.openStream())))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(entry, tar, unfinished);
      }
      Files.move(unfinished, home, ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another process may have been faster, with the same result.
      if (!Files.isDirectory(home)) {
        throw e;
      }
    } finally {
      Directories.deleteRecursively(unfinished);
    }
  }

  /** Removes what a kill during unpacking left. Another process may be unpacking now. */
  private static void removeUnfinished(Path cache) throws IOException {
    var before = FileTime.from(Instant.now().minus(MAX_UNPACKING_TIME));
    try (var directories = Files.newDirectoryStream(cache, "unfinished-*")) {
      for (var directory : directories) {
        if (Files.getLastModifiedTime(directory).compareTo(before) < 0) {
          Directories.deleteRecursively(directory);
        }
      }
    } catch (NoSuchFileException e) {
      // Another process has removed or finished it.
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path home)
      throws IOException {
    var path = home.resolve(entry.getName()).normalize();
    if (!path.startsWith(home)) {
      throw new IOException("The archive has an entry outside its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, path);
    if (!WINDOWS && (entry.getMode() & 0100) != 0) {
      Files.setPosixFilePermissions(path, executable());
    }
  }

  private static Set<PosixFilePermission> executable() {
    return PosixFilePermissions.fromString("rwxr-xr-x");
  }
}
