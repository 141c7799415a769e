package dev.slipway.sftp.server;

import dev.slipway.sftp.files.DirectoryListing;
import dev.slipway.sftp.files.OpenFile;
import dev.slipway.sftp.files.SftpStatusException;
import dev.slipway.sftp.files.TransferLimits.Permit;
import java.util.HashMap;
import java.util.Map;
import org.apache.sshd.sftp.common.SftpConstants;
import org.jboss.logging.Logger;

/** The files and directories that are open on one channel, by the handles that the client gets. */
final class Handles {
  private static final Logger LOG = Logger.getLogger(Handles.class);
  private static final int MAX_HANDLES = 100;

  /** Each has a page of entries in memory. Clients list one directory at a time. */
  private static final int MAX_DIRECTORIES = 4;

  private final Map<String, Handle> open = new HashMap<>();
  private long next;

  /**
   * What a handle represents.
   *
   * @param file null for a directory
   * @param permit null for a directory
   * @param listing null for a file
   */
  record Handle(OpenFile file, Permit permit, DirectoryListing listing) {}

  String register(OpenFile file, Permit permit) {
    return register(new Handle(file, permit, null));
  }

  String register(DirectoryListing listing) {
    if (open.values().stream().filter(handle -> handle.listing() != null).count()
        >= MAX_DIRECTORIES) {
      throw new SftpStatusException(
          SftpConstants.SSH_FX_FAILURE, "Too many directories are open. Close one first.");
    }
    return register(new Handle(null, null, listing));
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
    return found;
  }

  /** Closes a handle. The file that was written to it is then complete. */
  void close(String handle) {
    var closed = require(handle);
    open.remove(handle);
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
