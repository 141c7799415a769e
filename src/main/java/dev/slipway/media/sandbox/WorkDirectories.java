package dev.slipway.media.sandbox;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Private directories for the files of one run each. Beside the directory of a process is a lock
 * file that the process keeps locked. The first use removes directories whose lock is free: their
 * process was killed.
 */
@ApplicationScoped
public class WorkDirectories {
  private static final Logger LOG = Logger.getLogger(WorkDirectories.class);
  private static final String PREFIX = "slipway-media-";
  private static final String LOCK_SUFFIX = ".lock";
  private static final int NAME_BYTES = 8;

  /**
   * The lock files of this JVM. To close a second channel of a file would release the lock of the
   * first one.
   */
  private static final Set<Path> OWN_LOCKS = ConcurrentHashMap.newKeySet();

  private final Path parent;
  private final Supplier<String> names;
  private Owned owned;

  @Inject
  WorkDirectories(SandboxConfig config) {
    this(config.workDir().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"))));
  }

  /**
   * @param parent a directory that may be shared with other programs
   */
  public WorkDirectories(Path parent) {
    this(parent, WorkDirectories::randomName);
  }

  /**
   * @param names different ones
   */
  WorkDirectories(Path parent, Supplier<String> names) {
    this.parent = parent;
    this.names = names;
  }

  /**
   * Creates an empty directory that only this user can read.
   *
   * @throws UncheckedIOException if there is no space, or the parent can't be written
   */
  public WorkDirectory create() {
    try {
      return new WorkDirectory(
          Files.createTempDirectory(own().directory(), "run-", ownerOnly("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @PreDestroy
  synchronized void close() {
    if (owned != null) {
      remove(owned);
      owned = null;
    }
  }

  /** Deletes a directory with its contents. Links are deleted, not followed. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private synchronized Owned own() throws IOException {
    if (owned != null && !Files.isDirectory(owned.directory())) {
      // Services such as systemd-tmpfiles remove what is old in /tmp.
      remove(owned);
      owned = null;
    }
    if (owned == null) {
      Files.createDirectories(parent);
      removeLeftovers();
      owned = createOwned();
    }
    return owned;
  }

  private Owned createOwned() throws IOException {
    while (true) {
      var name = PREFIX + names.get();
      var lockFile = parent.resolve(name + LOCK_SUFFIX);
      OWN_LOCKS.add(lockFile);
      FileChannel channel = null;
      try {
        channel = FileChannel.open(lockFile, Set.of(CREATE_NEW, WRITE), ownerOnly("rw-------"));
        // Another process may take the new file for a leftover before it is locked.
        if (channel.tryLock() != null && Files.exists(lockFile)) {
          var directory = Files.createDirectory(parent.resolve(name), ownerOnly("rwx------"));
          return new Owned(directory, lockFile, channel);
        }
        release(lockFile, channel);
      } catch (IOException e) {
        release(lockFile, channel);
        throw e;
      }
    }
  }

  /**
   * @param channel null if this process has not created the file
   */
  private static void release(Path lockFile, FileChannel channel) throws IOException {
    if (channel != null) {
      try (channel) {
        Files.deleteIfExists(lockFile);
      }
    }
    OWN_LOCKS.remove(lockFile);
  }

  /** Whether this JVM has a lock file in a directory. */
  static boolean hasLocksIn(Path directory) {
    return OWN_LOCKS.stream().anyMatch(lockFile -> lockFile.startsWith(directory));
  }

  private void removeLeftovers() throws IOException {
    try (var files = Files.newDirectoryStream(parent, PREFIX + "*" + LOCK_SUFFIX)) {
      for (var lockFile : files) {
        if (!OWN_LOCKS.contains(lockFile)) {
          removeIfFree(lockFile);
        }
      }
    }
  }

  private void removeIfFree(Path lockFile) {
    try (var channel = FileChannel.open(lockFile, WRITE)) {
      if (channel.tryLock() == null) {
        return;
      }
      var name = lockFile.getFileName().toString();
      delete(parent.resolve(name.substring(0, name.length() - LOCK_SUFFIX.length())));
      Files.deleteIfExists(lockFile);
      LOG.infof("Removed the files that a killed process left in %s", parent);
    } catch (IOException ofAnotherUser) {
      LOG.debugf(ofAnotherUser, "Can't remove %s", lockFile);
    }
  }

  private static void remove(Owned owned) {
    try {
      delete(owned.directory());
      Files.deleteIfExists(owned.lockFile());
      owned.lock().close();
    } catch (IOException e) {
      LOG.warnf("Can't remove the directory %s: %s", owned.directory(), e);
    }
    OWN_LOCKS.remove(owned.lockFile());
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }

  private static String randomName() {
    var bytes = new byte[NAME_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The directory of this process, and the channel that holds its lock. */
  private record Owned(Path directory, Path lockFile, FileChannel lock) {}
}
