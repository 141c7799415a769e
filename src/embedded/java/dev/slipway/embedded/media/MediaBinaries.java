package dev.slipway.embedded.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.eclipse.microprofile.config.Config;

/**
 * The programs ffprobe and ffmpeg with their shared libraries, unpacked once from a jar on the
 * class path. The jar also has classes for Java with libraries of their own, which are not used.
 */
public final class MediaBinaries {
  /** The setting with the directory of the programs. */
  public static final String DIRECTORY_SETTING = "slipway.media.programs-dir";

  private static final String PACKAGE = "org/bytedeco/ffmpeg/";
  private static final String JAR_SCHEME = "jar:";
  private static final String SYSTEM = System.getProperty("os.name").toLowerCase(Locale.ROOT);
  private static final boolean WINDOWS = SYSTEM.contains("windows");

  private MediaBinaries() {}

  /**
   * Unpacks the programs unless others are configured, and returns the setting with their
   * directory. Without programs for this platform, or without space for them, the application can
   * still use those of the system, so that is no reason not to start.
   *
   * @param data the directory of the embedded services
   */
  public static Map<String, String> unpackUnlessConfigured(Config config, Path data) {
    var isConfigured =
        isSet(config, DIRECTORY_SETTING)
            || isSet(config, "slipway.media.ffprobe") && isSet(config, "slipway.media.ffmpeg");
    if (isConfigured) {
      return Map.of();
    }
    try {
      return unpackInto(data.resolve("media-programs"))
          .map(home -> Map.of(DIRECTORY_SETTING, home.toString()))
          .orElse(Map.of());
    } catch (IOException e) {
      System.err.printf(
          "ffprobe and ffmpeg can't be unpacked below %s (%s). Slipway uses those of the system, if"
              + " there are any. Choose another directory with SLIPWAY_EMBEDDED_DIR.%n",
          data, e);
      return Map.of();
    }
  }

  /**
   * Unpacks the programs into a subdirectory of {@code cache}, unless they are already there.
   *
   * @return the directory with the programs and libraries; empty if there are none for this
   *     platform
   */
  static Optional<Path> unpackInto(Path cache) throws IOException {
    var directory = PACKAGE + platform() + "/";
    var program =
        MediaBinaries.class.getClassLoader().getResource(directory + "ffprobe" + suffix());
    if (program == null || !program.toString().startsWith(JAR_SCHEME)) {
      return Optional.empty();
    }
    var url = program.toString();
    var jar = Path.of(URI.create(url.substring(JAR_SCHEME.length(), url.lastIndexOf("!/"))));
    return Optional.of(unpack(jar, directory, cache.toAbsolutePath()));
  }

  private static Path unpack(Path jarPath, String directory, Path cache) throws IOException {
    Files.createDirectories(cache, ownerOnly());
    // Another application may unpack at the same time. A kill releases the lock.
    try (var jar = new JarFile(jarPath.toFile());
        var channel = FileChannel.open(cache.resolve("lock"), CREATE, WRITE);
        var lock = channel.lock()) {
      var entries =
          jar.stream()
              .filter(entry -> isNeeded(entry, directory))
              .sorted(Comparator.comparing(JarEntry::getName))
              .toList();
      var home = cache.resolve("build-" + fingerprint(entries));
      if (!isComplete(home, entries)) {
        removeUnfinished(cache);
        deleteRecursively(home);
        Files.move(unpack(jar, entries, cache), home, ATOMIC_MOVE);
      }
      return home;
    }
  }

  /** The programs and the libraries of ffmpeg, without those that connect them to Java. */
  private static boolean isNeeded(JarEntry entry, String directory) {
    var name = entry.getName();
    return !entry.isDirectory()
        && name.startsWith(directory)
        && !fileName(entry).matches("(lib)?jni.*");
  }

  /** So the programs of an upgraded jar are unpacked too. */
  private static String fingerprint(List<JarEntry> entries) {
    var checksum = new CRC32();
    for (var entry : entries) {
      var line = "%s %d %d%n".formatted(fileName(entry), entry.getSize(), entry.getCrc());
      checksum.update(line.getBytes(UTF_8));
    }
    return Long.toHexString(checksum.getValue());
  }

  private static boolean isComplete(Path home, List<JarEntry> entries) throws IOException {
    for (var entry : entries) {
      var file = home.resolve(fileName(entry));
      if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
        return false;
      }
    }
    return true;
  }

  /** Removes what a kill during unpacking left. */
  private static void removeUnfinished(Path cache) throws IOException {
    try (var directories = Files.newDirectoryStream(cache, "unfinished-*")) {
      for (var directory : directories) {
        deleteRecursively(directory);
      }
    }
  }

  private static void deleteRecursively(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static Path unpack(JarFile jar, List<JarEntry> entries, Path cache) throws IOException {
    var unfinished = Files.createTempDirectory(cache, "unfinished-");
    for (var entry : entries) {
      var file = unfinished.resolve(fileName(entry));
      try (var content = new CheckedInputStream(jar.getInputStream(entry), new CRC32())) {
        Files.copy(content, file);
        if (content.getChecksum().getValue() != entry.getCrc()) {
          throw new IOException("%s is damaged in %s".formatted(entry.getName(), jar.getName()));
        }
      }
      if (!WINDOWS) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
      }
    }
    return unfinished;
  }

  /** The directory of the embedded services, which may be created here, has secrets too. */
  private static FileAttribute<?>[] ownerOnly() {
    if (WINDOWS) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
    };
  }

  private static String fileName(JarEntry entry) {
    return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
  }

  private static boolean isSet(Config config, String name) {
    return config.getOptionalValue(name, String.class).isPresent();
  }

  private static String suffix() {
    return WINDOWS ? ".exe" : "";
  }

  private static String platform() {
    var architecture =
        switch (System.getProperty("os.arch")) {
          case "aarch64", "arm64" -> "arm64";
          default -> "x86_64";
        };
    if (WINDOWS) {
      return "windows-" + architecture;
    }
    return (SYSTEM.contains("mac") ? "macosx-" : "linux-") + architecture;
  }
}
