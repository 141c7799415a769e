package dev.slipway.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The directory with the data of the embedded services. Everything in it survives restart and kill;
 * deleting it gives a fresh start.
 */
record DataDirectory(Path root) {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  /** 160 bits. */
  private static final int SECRET_BYTES = 20;

  DataDirectory {
    try {
      // The real path, so it equals PostgreSQL's answer to SHOW data_directory.
      root = Files.createDirectories(root.toAbsolutePath(), ownerOnly("rwx------")).toRealPath();
    } catch (IOException e) {
      throw new CannotStartException(
          "Cannot create the data directory %s (%s). Choose another one with SLIPWAY_EMBEDDED_DIR."
              .formatted(root.toAbsolutePath(), e.getMessage()),
          e);
    }
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path postgresBinaries() {
    return root.resolve("postgres-programs");
  }

  Path store() {
    return root.resolve("store");
  }

  Path events() {
    return root.resolve("events");
  }

  Path secretFile(String name) {
    return root.resolve("secrets").resolve(name);
  }

  /** A random secret, created on first use in a file that only its owner can read. */
  String secret(String name) {
    var file = secretFile(name);
    try {
      if (!Files.exists(file)) {
        createSecret(file);
      }
      return Files.readString(file, US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes sure that only one application uses the directory.
   *
   * @throws CannotStartException when another application, or this one, has locked it
   */
  Lock lock() {
    try {
      var channel = FileChannel.open(root.resolve("lock"), CREATE, WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new CannotStartException(
            ("Another Slipway application uses %s. Stop it, or start this one with a different"
                    + " SLIPWAY_EMBEDDED_DIR and a different QUARKUS_HTTP_PORT.")
                .formatted(root));
      }
      return new Lock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FileAttribute<?>[] ownerOnly(String permissions) {
    if (!POSIX) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }

  /** Writes a temporary file and renames it, so the secret is complete or absent after a kill. */
  private static void createSecret(Path file) throws IOException {
    Files.createDirectories(file.getParent(), ownerOnly("rwx------"));
    var unfinished =
        Files.createTempFile(file.getParent(), ".unfinished", null, ownerOnly("rw-------"));
    Files.writeString(unfinished, randomSecret(), US_ASCII);
    Files.move(unfinished, file, ATOMIC_MOVE);
  }

  private static String randomSecret() {
    var bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException lockedByThisJvm) {
      return null;
    }
  }

  /** A lock of the operating system, which releases it when the JVM ends, however it ends. */
  record Lock(FileChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
