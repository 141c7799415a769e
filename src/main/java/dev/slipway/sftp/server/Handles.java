package dev.slipway.sftp.server;

import dev.slipway.sftp.files.DirectoryListing;
import dev.slipway.sftp.files.OpenFile;
import dev.slipway.sftp.files.SftpStatusException;
import dev.slipway.sftp.files.TransferLimits.Permit;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.sshd.sftp.common.SftpConstants;
import org.jboss.logging.Logger;

/** The files and directories that are open on one channel, by the handles that the client gets. */
final class Handles {
  private static final Logger LOG = Logger.getLogger(Handles.class);
  private static final int MAX_HANDLES = 100;

  /** Each has a page of entries in memory. Clients list one directory at a time. */
  private static final int MAX_DIRECTORIES = 4;

  private final Map<String, Handle> open = new HashMap<>();
  private final Duration idleTimeout;
  private final LongSupplier nanoTime;
  private long next;

  /**
   * @param idleTimeout after which {@link #discardIdle} releases a file
   */
  Handles(Duration idleTimeout, LongSupplier nanoTime) {
    this.idleTimeout = idleTimeout;
    this.nanoTime = nanoTime;
  }

  /**
   * What a handle represents.
   *
   * @param file null for a directory, and after the file was released because nobody used it
   * @param permit null without a file
   * @param listing null for a file
   * @param usedAt when bytes of the file were read or written, by the time of this class
   */
  record Handle(OpenFile file, Permit permit, DirectoryListing listing, long usedAt) {
    private boolean isReleased() {
      return file == null && listing == null;
    }
  }

  String register(OpenFile file, Permit permit) {
    return register(new Handle(file, permit, null, nanoTime.getAsLong()));
  }

  String register(DirectoryListing listing) {
    if (open.values().stream().filter(handle -> handle.listing() != null).count()
        >= MAX_DIRECTORIES) {
      throw new SftpStatusException(
          SftpConstants.SSH_FX_FAILURE, "Too many directories are open. Close one first.");
    }
    return register(new Handle(null, null, listing, nanoTime.getAsLong()));
  }

  /**
   * @throws SftpStatusException if there is no such handle
   */
  Handle require(String handle) {
    var found = open.get(handle);
    if (found == null) {
      throw new SftpStatusException(
          SftpConstants.SSH_FX_FAILURE, "The file is not open. Open it first.");
    }
    if (found.isReleased()) {
      throw new SftpStatusException(
          SftpConstants.SSH_FX_FAILURE,
          "The file was closed, because nothing was read or written for a long time. Open it again to continue.");
    }
    return found;
  }

  /** Records that bytes of a file were read or written. */
  void recordUse(String handle) {
    open.computeIfPresent(
        handle,
        (id, used) -> new Handle(used.file(), used.permit(), used.listing(), nanoTime.getAsLong()));
  }

  /**
   * Releases the files of which nothing was read or written for long, so that others can be opened.
   * They are not complete. A client learns so at its next request about one.
   *
   * @return how many
   */
  int discardIdle() {
    var now = nanoTime.getAsLong();
    var idle =
        open.entrySet().stream()
            .filter(entry -> entry.getValue().file() != null)
            .filter(entry -> now - entry.getValue().usedAt() >= idleTimeout.toNanos())
            .toList();
    for (var entry : idle) {
      discard(entry.getValue());
      entry.setValue(new Handle(null, null, null, now));
    }
    return idle.size();
  }

  /** Closes a handle. The file that was written to it is then complete. */
  void close(String handle) {
    Handle closed;
    try {
      closed = require(handle);
    } finally {
      open.remove(handle);
    }
    if (closed.file() != null) {
      try (var permit = closed.permit()) {
        closed.file().close();
      }
    }
  }

  /** Releases all handles without completing their files. */
  void discardAll() {
    open.values().stream().filter(handle -> handle.file() != null).forEach(Handles::discard);
    open.clear();
  }

  private static void discard(Handle handle) {
    try (var permit = handle.permit()) {
      handle.file().discard();
    } catch (RuntimeException e) {
      LOG.warnf("A file over SFTP could not be released: %s", e.getMessage());
    }
  }

  private String register(Handle handle) {
    if (open.size() >= MAX_HANDLES) {
      throw new SftpStatusException(
          SftpConstants.SSH_FX_FAILURE, "Too many files are open. Close one first.");
    }
    var id = Long.toString(next++);
    open.put(id, handle);
    return id;
  }
}
