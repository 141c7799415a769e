package dev.slipway.lab.uploads;

import dev.slipway.catalogue.VideoView;
import dev.slipway.uploads.StreamedUploads;
import dev.slipway.uploads.StreamedUploads.FileInfo;
import dev.slipway.uploads.StreamedUploads.GrowingUpload;
import dev.slipway.uploads.multipart.Spool;
import dev.slipway.web.limits.StreamedBody.Receiver;

/**
 * A file that arrives as a request body. Each full part goes to the store before more bytes are
 * accepted. If anything fails, or the client disconnects, nothing is left of the file.
 */
final class ReceivedFile implements Receiver<VideoView> {
  private final FileInfo file;
  private final long size;
  private final long partSize;
  private final StreamedUploads uploads;
  private final TransferCost cost = new TransferCost();
  private Spool spool;
  private GrowingUpload upload;
  private int storedParts;

  ReceivedFile(FileInfo file, long size, long partSize, StreamedUploads uploads) {
    this.file = file;
    this.size = size;
    this.partSize = partSize;
    this.uploads = uploads;
  }

  TransferCost cost() {
    return cost;
  }

  @Override
  public void begin() {
    uploads.requireAcceptable(file, size);
    uploads.requireWithinLimit(size, partSize);
    spool = new Spool(Math.min(size, partSize));
  }

  @Override
  public void accept(byte[] bytes) {
    cost.received(bytes.length);
    cost.measure(
        () -> {
          append(bytes);
          return null;
        });
  }

  @Override
  public VideoView complete() {
    var video = cost.measure(this::store);
    spool.close();
    return video;
  }

  @Override
  public void abort() {
    spool.close();
    if (upload != null) {
      uploads.abort(upload.id());
    }
  }

  /** A full part is sent only when more bytes follow, because one part alone needs no multipart. */
  private void append(byte[] bytes) {
    var done = 0;
    while (done < bytes.length) {
      if (spool.isFull()) {
        sendPart();
      }
      done += spool.append(bytes, done, bytes.length - done);
    }
  }

  private void sendPart() {
    if (upload == null) {
      upload = uploads.open(file, partSize);
    }
    uploads.append(upload, storedParts + 1, spool, size);
    cost.sent(spool.size());
    storedParts++;
    spool.clear();
  }

  private VideoView store() {
    if (upload != null) {
      sendPart();
      return uploads.complete(upload);
    }
    var received = uploads.openReceived(file, spool);
    cost.sent(spool.size());
    try {
      return uploads.store(received, spool);
    } catch (RuntimeException failure) {
      return uploads.completeOrAbort(received, failure);
    }
  }
}
