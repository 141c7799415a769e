package dev.slipway.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
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
import java.util.function.Supplier;

/**
 * The directory with the data of the embedded services. Everything in it survives restart and kill;
 * deleting it gives a fresh start.
 *
 * <p>The permissions of an existing directory stay, because it may have other contents. What
 * Slipway creates in it belongs to its user alone.
 */
record DataDirectory(Path root) {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private static final String DIRECTORY_PERMISSIONS = "rwx------";
  private static final String FILE_PERMISSIONS = "rw-------";

  /** 160 bits. */
  private static final int SECRET_BYTES = 20;

  DataDirectory {
    try {
      // The real path, so it equals PostgreSQL's answer to SHOW data_directory.
      root =
          Files.createDirectories(root.toAbsolutePath(), ownerOnly(DIRECTORY_PERMISSIONS))
              .toRealPath();
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

  /** Created on first use. Only its owner can read it. */
  Path store() {
    return privateDirectory("store");
  }

  /** Created on first use. Only its owner can read it. */
  Path events() {
    return privateDirectory("events");
  }

  Path secretFile(String name) {
    return privateDirectory("secrets").resolve(name);
  }

  /** A file directly in the directory that only its owner can read, created on first use. */
  Path privateFile(String name) {
    var file = root.resolve(name);
    try {
      if (!Files.exists(file)) {
        Files.createFile(file, ownerOnly(FILE_PERMISSIONS));
      }
      restrict(file, FILE_PERMISSIONS);
      return file;
    } catch (IOException e) {
      throw new CannotStartException(
          "Cannot create the file %s (%s).".formatted(file, e.getMessage()), e);
    }
  }

  /** A random secret, created on first use in a file that only its owner can read. */
  String secret(String name) {
    return secret(name, DataDirectory::randomSecret);
  }

  /** A secret, created on first use in a file that only its owner can read. */
  String secret(String name, Supplier<String> creator) {
    var file = secretFile(name);
    try {
      if (!Files.exists(file)) {
        createSecret(file, creator.get());
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
      var channel = FileChannel.open(privateFile("lock"), WRITE);
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

  private Path privateDirectory(String name) {
    var directory = root.resolve(name);
    try {
      Files.createDirectories(directory, ownerOnly(DIRECTORY_PERMISSIONS));
      restrict(directory, DIRECTORY_PERMISSIONS);
      return directory;
    } catch (IOException e) {
      throw new CannotStartException(
          "Cannot create the directory %s (%s).".formatted(directory, e.getMessage()), e);
    }
  }

  /** For what an earlier version or another program created. */
  private static void restrict(Path path, String permissions) {
    if (!POSIX) {
      return;
    }
    try {
      var wanted = PosixFilePermissions.fromString(permissions);
      if (!wanted.containsAll(Files.getPosixFilePermissions(path))) {
        Files.setPosixFilePermissions(path, wanted);
      }
    } catch (IOException e) {
      throw new CannotStartException(
          "Other users can read %s, and Slipway can't change that (%s). Remove their permissions, or choose another directory with SLIPWAY_EMBEDDED_DIR."
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /** Writes a temporary file and renames it, so the secret is complete or absent after a kill. */
  private static void createSecret(Path file, String secret) throws IOException {
    var unfinished =
        Files.createTempFile(file.getParent(), ".unfinished", null, ownerOnly(FILE_PERMISSIONS));
    Files.writeString(unfinished, secret, US_ASCII);
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
