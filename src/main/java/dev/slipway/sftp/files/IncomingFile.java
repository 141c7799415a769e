package dev.slipway.sftp.files;

import dev.slipway.catalogue.VideoView;
import dev.slipway.media.ContainerLength;
import dev.slipway.sftp.SftpMetrics;
import dev.slipway.sftp.SftpMetrics.Outcome;
import dev.slipway.uploads.StreamedUploads;
import dev.slipway.uploads.StreamedUploads.FileInfo;
import dev.slipway.uploads.StreamedUploads.GrowingUpload;
import dev.slipway.uploads.multipart.Spool;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.time.Instant;
import org.apache.sshd.sftp.common.SftpConstants;
import org.jboss.logging.Logger;

/**
 * A file that a client writes from its beginning to its end. Each full part goes to the store
 * before more bytes are accepted, so the client sends no faster than the store receives.
 *
 * <p>A refused file leaves nothing. One that fails for a reason that can pass, or whose client
 * disappears or skips bytes, keeps its stored parts, and can be continued. Only {@link #close}
 * makes a video of it.
 */
public final class IncomingFile implements OpenFile {
  private static final Logger LOG = Logger.getLogger(IncomingFile.class);

  private final FileInfo file;
  private final long partSize;
  private final boolean appends;
  private final boolean exists;
  private final StreamedUploads uploads;
  private final StoreRetries retries;
  private final SftpMetrics metrics;
  private final Spool spool;
  private ContainerLength length = new ContainerLength();
  private GrowingUpload upload;
  private int storedParts;
  private long position;
  private boolean written;
  private RuntimeException failure;
  private boolean ended;

  /** What a file needs to become a video. */
  public record Destination(StreamedUploads uploads, StoreRetries retries, SftpMetrics metrics) {}

  /**
   * @param unfinished the upload that the client may continue; null to start over
   * @param appends whether the client only adds bytes at the end
   * @param exists whether there is a video with this name, which the client has not truncated
   */
  public IncomingFile(
      FileInfo file,
      long partSize,
      GrowingUpload unfinished,
      boolean appends,
      boolean exists,
      Destination destination) {
    this.file = file;
    this.partSize = unfinished == null ? partSize : unfinished.partSize();
    this.appends = appends;
    this.exists = exists;
    this.uploads = destination.uploads();
    this.retries = destination.retries();
    this.metrics = destination.metrics();
    this.spool = new Spool(this.partSize);
    if (unfinished != null) {
      upload = unfinished;
      position = unfinished.storedSize();
      storedParts = (int) (position / this.partSize);
      length = new ContainerLength(position, unfinished.expectedSize());
    }
  }

  @Override
  public FileAttributes attributes() {
    return new FileAttributes(false, position, Instant.now());
  }

  /**
   * Adds bytes at the end of the file.
   *
   * @throws SftpStatusException if they belong elsewhere
   * @throws ProblemException if the file is refused, or can't be stored at the moment
   */
  public void write(long offset, byte[] data, int start, int count) {
    if (failure != null) {
      throw failure;
    }
    if (count == 0) {
      return;
    }
    try {
      requireSequence(offset);
      uploads.requireWithinLimit(position + count, partSize);
      written = true;
      append(data, start, count);
    } catch (RuntimeException e) {
      fail(e);
      throw e;
    }
    metrics.recordReceived(count);
  }

  /** Ends the transfer unless it has ended. What is stored can be continued. */
  public void interrupt(RuntimeException reason) {
    if (failure == null) {
      failure = reason;
    }
  }

  @Override
  public void close() {
    try {
      if (failure != null) {
        throw failure;
      }
      if (!written) {
        closeUnwritten();
        return;
      }
      complete();
    } finally {
      discard();
    }
  }

  @Override
  public void discard() {
    if (!ended) {
      ended = true;
      metrics.recordFile(Outcome.INTERRUPTED);
    }
    spool.close();
  }

  private void requireSequence(long offset) {
    if (offset == position) {
      return;
    }
    if (offset == 0 && !written && !appends) {
      // The client has opened the file without truncating it, and doesn't continue it.
      startOver();
      return;
    }
    throw new SftpStatusException(
        SftpConstants.SSH_FX_OP_UNSUPPORTED,
        "Files are written from the beginning to the end: the next byte is %d, not %d. Continue it from there, or send it again."
            .formatted(position, offset));
  }

  private void startOver() {
    uploads.abort(upload.id());
    upload = null;
    storedParts = 0;
    position = 0;
    length = new ContainerLength();
  }

  /** A full part is sent only when more bytes follow, because one part alone needs no multipart. */
  private void append(byte[] data, int start, int count) {
    var done = 0;
    while (done < count) {
      if (spool.isFull()) {
        sendPart();
      }
      var added = spool.append(data, start + done, count - done);
      length.accept(data, start + done, added);
      done += added;
    }
    position += count;
  }

  private void sendPart() {
    if (upload == null) {
      upload = retries.run(() -> uploads.open(file, partSize));
    }
    retries.run(() -> uploads.append(upload, storedParts + 1, spool, length.minimum()));
    storedParts++;
    spool.clear();
  }

  /** Closing a file that was opened to be continued, without writing, is no end of the file. */
  private void closeUnwritten() {
    if (exists) {
      ended = true;
      return;
    }
    if (upload == null) {
      ended = true;
      metrics.recordFile(Outcome.REFUSED);
      throw new SftpStatusException(
          SftpConstants.SSH_FX_FAILURE, "The file is empty. Send a video.");
    }
  }

  /**
   * Some clients close a file also when they are interrupted, so one that ends before its container
   * does is not complete. What is stored of it is kept.
   */
  private void requireWhole() {
    if (position < length.minimum()) {
      throw new SftpStatusException(
          SftpConstants.SSH_FX_FAILURE,
          "The file is not complete: it has %,d of at least %,d bytes. Continue it with reput, or send it again."
              .formatted(position, length.minimum()));
    }
  }

  private void complete() {
    requireWhole();
    VideoView video;
    try {
      video = store();
    } catch (RuntimeException e) {
      fail(e);
      throw e;
    }
    ended = true;
    if (video.rejection != null) {
      metrics.recordFile(Outcome.REJECTED);
      throw new SftpStatusException(SftpConstants.SSH_FX_FAILURE, video.rejectionText);
    }
    metrics.recordFile(Outcome.STORED);
  }

  private VideoView store() {
    if (upload == null) {
      return storeReceived();
    }
    if (!spool.isEmpty()) {
      sendLastPart();
    }
    return retries.run(() -> uploads.complete(upload));
  }

  /**
   * Another connection that looks for the file may complete it as soon as the store has this part.
   * Then the store has no parts any more, and the upload is closed as soon as the catalogue has the
   * object; completing it returns the video. It fails if the upload was aborted, if another
   * transfer continues it, or if the store has removed the parts.
   */
  private void sendLastPart() {
    try {
      retries.run(() -> uploads.appendLast(upload, storedParts + 1, spool, length.minimum()));
    } catch (ProblemException e) {
      if (e.code() != ErrorCode.UPLOAD_CLOSED && e.code() != ErrorCode.UPLOAD_VANISHED) {
        throw e;
      }
    }
  }

  /** All attempts belong to one upload, so a PUT whose response was lost makes no second video. */
  private VideoView storeReceived() {
    var received = retries.run(() -> uploads.openReceived(file, spool));
    try {
      return retries.run(() -> uploads.store(received, spool));
    } catch (RuntimeException failure) {
      return uploads.completeOrAbort(received, failure);
    }
  }

  /** Records why the transfer can't continue. After a refusal nothing of the file is kept. */
  private void fail(RuntimeException reason) {
    failure = reason;
    if (!isRefusal(reason)) {
      return;
    }
    ended = true;
    metrics.recordFile(Outcome.REFUSED);
    if (upload != null) {
      abort();
    }
  }

  private boolean isRefusal(RuntimeException reason) {
    if (reason instanceof ProblemException problem) {
      // A closed upload was aborted, or another transfer continues it. One that is incomplete can
      // be continued.
      return !problem.isServerError()
          && problem.code() != ErrorCode.UPLOAD_CLOSED
          && problem.code() != ErrorCode.UPLOAD_INCOMPLETE;
    }
    // A client that skips bytes may have lost a request, which is no reason to lose stored parts.
    return reason instanceof SftpStatusException && storedParts == 0;
  }

  private void abort() {
    try {
      uploads.abort(upload.id());
    } catch (RuntimeException e) {
      // The upload expires, or its parts are removed after the abort that is recorded.
      LOG.warnf("The parts of upload %s are removed later: %s", upload.id(), e.getMessage());
    }
  }
}
