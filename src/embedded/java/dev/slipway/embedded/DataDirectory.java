package dev.slipway.embedded;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where embedded parts keep their data: everything survives restart and kill, and deleting the
 * directory is a fresh start.
 */
record DataDirectory(Path root) {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  DataDirectory {
    try {
      // Real, so that PostgreSQL's answer to SHOW data_directory compares equal.
      root = Files.createDirectories(root.toAbsolutePath(), ownerOnly("rwx------")).toRealPath();
    } catch (IOException e) {
      throw new CannotStartException(
          "The data directory %s cannot be created (%s): choose another with SLIPWAY_EMBEDDED_DIR."
              .formatted(root.toAbsolutePath(), e.getMessage()),
          e);
    }
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path postgresPrograms() {
    return root.resolve("postgres-programs");
  }

  Path store() {
    return root.resolve("store");
  }

  Path events() {
    return root.resolve("events");
  }

  /** A random secret of this directory, made on first use; only the owner can read its file. */
  String secret(String name) {
    return SecretFile.at(secretPath(name)).value();
  }

  Path secretPath(String name) {
    return root.resolve("secrets").resolve(name);
  }

  static FileAttribute<?>[] ownerOnly(String permissions) {
    if (!POSIX) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }
}
