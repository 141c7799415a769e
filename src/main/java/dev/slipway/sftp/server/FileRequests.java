package dev.slipway.sftp.server;

import dev.slipway.catalogue.Rejection;
import dev.slipway.catalogue.VideoStatus;
import dev.slipway.processing.scan.MalwareScanner;
import dev.slipway.sftp.SftpConfig;
import dev.slipway.sftp.SftpMetrics;
import dev.slipway.sftp.files.DirectoryListing;
import dev.slipway.sftp.files.FileAttributes;
import dev.slipway.sftp.files.FileEntry;
import dev.slipway.sftp.files.FileName;
import dev.slipway.sftp.files.FilePath;
import dev.slipway.sftp.files.IncomingFile;
import dev.slipway.sftp.files.MediaTypes;
import dev.slipway.sftp.files.OpenFile;
import dev.slipway.sftp.files.OutgoingFile;
import dev.slipway.sftp.files.SftpDirectory;
import dev.slipway.sftp.files.SftpStatusException;
import dev.slipway.sftp.files.StoreRetries;
import dev.slipway.sftp.files.TransferLimits;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.uploads.StreamedUploads;
import dev.slipway.uploads.StreamedUploads.FileInfo;
import dev.slipway.uploads.StreamedUploads.GrowingUpload;
import dev.slipway.uploads.StreamedUploads.Transport;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.sshd.common.util.io.IoUtils;
import org.apache.sshd.sftp.common.SftpConstants;
import org.jboss.logging.Logger;

/**
 * Processes the requests of one channel, one after another, on behalf of its account. Refusals are
 * exceptions with a text for people.
 */
final class FileRequests {
  private static final Logger LOG = Logger.getLogger(FileRequests.class);

  private final SftpLogin login;
  private final Services services;
  private final BooleanSupplier connected;
  private final Runnable disconnect;
  private final Handles handles;
  private final LoginCheck loginCheck;

  /** Held while a request is processed. */
  private final ReentrantLock processing = new ReentrantLock();

  private volatile boolean ended;

  /**
   * The services that all channels share.
   *
   * @param signingPermit waits until the account may change another file
   */
  record Services(
      SftpConfig config,
      SftpLogins logins,
      SftpDirectory directory,
      StreamedUploads uploads,
      ObjectStore store,
      TransferLimits limits,
      MalwareScanner scanner,
      Runnable signingPermit,
      SftpMetrics metrics) {}

  /**
   * @param connected whether the client is still there
   * @param disconnect ends the connection
   */
  FileRequests(SftpLogin login, Services services, BooleanSupplier connected, Runnable disconnect) {
    this.login = login;
    this.services = services;
    this.connected = connected;
    this.disconnect = disconnect;
    this.handles = new Handles(services.config().idleTimeout(), System::nanoTime);
    this.loginCheck = new LoginCheck(() -> services.logins().isValid(login), System::nanoTime);
  }

  /** Processes one request. */
  void process(Request request) throws Exception {
    processing.lock();
    try {
      discardIdleFiles();
      request.process();
    } finally {
      processing.unlock();
    }
  }

  /** One request of the client. */
  interface Request {
    void process() throws Exception;
  }

  /**
   * Releases files that the client has opened and doesn't use, although it keeps the connection
   * open. Does nothing while a request is processed, which does so itself.
   */
  void discardIdle() {
    if (processing.tryLock()) {
      try {
        discardIdleFiles();
      } finally {
        processing.unlock();
      }
    }
  }

  private void discardIdleFiles() {
    var count = handles.discardIdle();
    if (count > 0) {
      LOG.infof("Released %d files that %s has opened over SFTP and not used", count, login.name());
    }
  }

  /** Whether the channel has ended. */
  boolean isEnded() {
    return ended || !connected.getAsBoolean();
  }

  /**
   * Ends the connection if the account or token can't be used any more.
   *
   * @throws SftpStatusException if so
   */
  void requireValidLogin() {
    if (!loginCheck.isValid()) {
      disconnect.run();
      throw new SftpStatusException(
          SftpConstants.SSH_FX_PERMISSION_DENIED, "Your login is no longer valid. Log in again.");
    }
  }

  FileEntry find(String path) {
    var parsed = FilePath.parse(path);
    return parsed.name().isEmpty()
        ? FileEntry.directory("/")
        : requireEntry(FileName.parse(parsed.name().get()));
  }

  /** Opens a file to read or to write it, and returns the handle. */
  String open(String path, int flags) {
    var name = FilePath.parse(path).requireFile();
    var reads = (flags & SftpConstants.SSH_FXF_WRITE) == 0;
    if (!reads) {
      services.signingPermit().run();
    }
    var permit =
        reads
            ? services.limits().acquireToRead(login.name())
            : services.limits().acquireToWrite(login.name());
    OpenFile file = null;
    try {
      file = reads ? openToRead(name) : openToWrite(name, flags);
      return handles.register(file, permit);
    } catch (RuntimeException e) {
      if (file != null) {
        file.discard();
      }
      permit.close();
      throw e;
    }
  }

  int read(String handle, long offset, byte[] data) {
    if (requireFile(handle) instanceof OutgoingFile file) {
      var count = file.read(offset, data, 0, data.length);
      if (count > 0) {
        handles.recordUse(handle);
      }
      return count;
    }
    throw new SftpStatusException(
        SftpConstants.SSH_FX_PERMISSION_DENIED, "The file is open for writing only.");
  }

  /** Returns a file that is open for writing. */
  IncomingFile requireIncoming(String handle) {
    if (requireFile(handle) instanceof IncomingFile file) {
      return file;
    }
    throw new SftpStatusException(
        SftpConstants.SSH_FX_PERMISSION_DENIED, "The file is open for reading only.");
  }

  /** Records that the client has written bytes. */
  void recordWrite(String handle) {
    handles.recordUse(handle);
  }

  /** Closes a handle. The file that was written to it is then complete. */
  void close(String handle) {
    handles.close(handle);
  }

  /** Releases all handles without completing their files. */
  void discardAll() {
    processing.lock();
    try {
      ended = true;
      handles.discardAll();
    } finally {
      processing.unlock();
    }
  }

  FileAttributes attributesOf(String handle) {
    var open = handles.require(handle);
    return open.file() == null
        ? FileAttributes.of(FileEntry.directory("/"))
        : open.file().attributes();
  }

  /** Times and permissions are ignored, because clients set them after each transfer. */
  void setAttributes(String path, Map<String, ?> attributes) {
    requireSameSize(find(path).size(), attributes);
  }

  void setAttributesOf(String handle, Map<String, ?> attributes) {
    requireSameSize(attributesOf(handle).size(), attributes);
  }

  String openDirectory(String path) {
    if (FilePath.parse(path).name().isPresent()) {
      throw new SftpStatusException(SftpConstants.SSH_FX_NO_SUCH_FILE, "Only / is a directory.");
    }
    return handles.register(new DirectoryListing(services.directory()));
  }

  /** Returns the next entries; none at the end. */
  List<DirectoryListing.Line> readDirectory(String handle) {
    var listing = handles.require(handle).listing();
    if (listing == null) {
      throw new SftpStatusException(SftpConstants.SSH_FX_FAILURE, "This is not a directory.");
    }
    return listing.next();
  }

  void remove(String path) {
    services.signingPermit().run();
    services.directory().remove(requireEntry(FilePath.parse(path).requireFile()));
  }

  private OpenFile openToRead(FileName name) {
    var entry = requireEntry(name);
    if (entry.isUnfinished()) {
      throw new SftpStatusException(
          SftpConstants.SSH_FX_PERMISSION_DENIED,
          "The file is not complete and can't be read. Continue to send it.");
    }
    var video = entry.video();
    if (Rejection.MALWARE.code().equals(video.rejection)) {
      throw new SftpStatusException(SftpConstants.SSH_FX_PERMISSION_DENIED, video.rejectionText);
    }
    if (services.scanner().isEnabled() && VideoStatus.PROCESSING.name().equals(video.status)) {
      throw new SftpStatusException(
          SftpConstants.SSH_FX_PERMISSION_DENIED,
          "The file is being scanned for malware. Try again when its video is ready.");
    }
    return services
        .store()
        .head(new ObjectKey(video.location.key()))
        .filter(object -> object.etag().equals(video.etag))
        .map(object -> new OutgoingFile(services.store(), object))
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.OBJECT_MISSING, "The file is no longer in the store."));
  }

  private OpenFile openToWrite(FileName name, int flags) {
    var info = new FileInfo(name.label(), MediaTypes.of(name.label()), Transport.SFTP);
    var existing = services.directory().find(name);
    if (existing.isPresent() && (flags & SftpConstants.SSH_FXF_EXCL) != 0) {
      throw new SftpStatusException(
          SftpConstants.SSH_FX_FAILURE, "A file with this name already exists.");
    }
    if (existing.isEmpty() && (flags & SftpConstants.SSH_FXF_CREAT) == 0) {
      throw noSuchFile();
    }
    var unfinished = existing.filter(FileEntry::isUnfinished).map(FileEntry::upload);
    var truncates = (flags & SftpConstants.SSH_FXF_TRUNC) != 0;
    var appends = (flags & SftpConstants.SSH_FXF_APPEND) != 0;
    if (appends && !truncates && existing.filter(FileEntry::isVideo).isPresent()) {
      throw new SftpStatusException(
          SftpConstants.SSH_FX_FAILURE,
          "The file is complete. To store another video, send the whole file without appending.");
    }
    if (unfinished.isPresent() && !truncates) {
      var resumed = services.uploads().resume(unfinished.get().id());
      return incoming(info, resumed, appends, false);
    }
    // First, because the unfinished file counts against the quota.
    unfinished.ifPresent(upload -> services.uploads().abort(upload.id()));
    services.uploads().requireAcceptable(info);
    return incoming(info, null, appends, existing.isPresent() && !truncates);
  }

  private IncomingFile incoming(
      FileInfo info, GrowingUpload unfinished, boolean appends, boolean exists) {
    var destination =
        new IncomingFile.Destination(
            services.uploads(), new StoreRetries(connected), services.metrics());
    var partSize = services.config().partSize().asLongValue();
    return new IncomingFile(info, partSize, unfinished, appends, exists, destination);
  }

  private FileEntry requireEntry(FileName name) {
    return services.directory().find(name).orElseThrow(FileRequests::noSuchFile);
  }

  private static SftpStatusException noSuchFile() {
    return new SftpStatusException(
        SftpConstants.SSH_FX_NO_SUCH_FILE, "There is no file with this name.");
  }

  private static void requireSameSize(long size, Map<String, ?> attributes) {
    if (attributes.get(IoUtils.SIZE_VIEW_ATTR) instanceof Number wanted
        && wanted.longValue() != size) {
      throw new SftpStatusException(
          SftpConstants.SSH_FX_OP_UNSUPPORTED,
          "The size of a file can't be changed. Send the file again.");
    }
  }

  private OpenFile requireFile(String handle) {
    var file = handles.require(handle).file();
    if (file == null) {
      throw new SftpStatusException(SftpConstants.SSH_FX_FAILURE, "This is a directory.");
    }
    return file;
  }
}
