package dev.slipway.sftp.files;

import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoredObject;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import org.apache.sshd.sftp.common.SftpConstants;

/** A video that a client reads. Reads ahead in blocks, because clients request a few kilobytes. */
public final class OutgoingFile implements OpenFile {
  private static final int BLOCK_SIZE = 512 << 10;
  private static final byte[] NO_BYTES = new byte[0];

  private final ObjectStore store;
  private final StoredObject object;
  private byte[] block = NO_BYTES;
  private long blockStart;

  public OutgoingFile(ObjectStore store, StoredObject object) {
    this.store = store;
    this.object = object;
  }

  @Override
  public FileAttributes attributes() {
    return new FileAttributes(false, object.size(), object.modifiedAt());
  }

  /**
   * Copies bytes into the buffer.
   *
   * @return how many; -1 at the end of the file
   * @throws SftpStatusException if the offset is negative
   * @throws ProblemException {@code object-missing}; {@code store-unavailable}
   */
  public int read(long offset, byte[] buffer, int start, int length) {
    if (offset < 0) {
      throw new SftpStatusException(
          SftpConstants.SSH_FX_BAD_MESSAGE, "The offset is negative. Read from 0 on.");
    }
    if (offset >= object.size()) {
      return -1;
    }
    if (offset < blockStart || offset >= blockStart + block.length) {
      // First, so that there is never more than one block in memory.
      block = NO_BYTES;
      block = store.read(object, offset, BLOCK_SIZE).orElseThrow(OutgoingFile::missing);
      blockStart = offset;
    }
    var position = (int) (offset - blockStart);
    var count = Math.min(length, block.length - position);
    System.arraycopy(block, position, buffer, start, count);
    return count;
  }

  @Override
  public void close() {
    discard();
  }

  @Override
  public void discard() {
    block = NO_BYTES;
  }

  private static ProblemException missing() {
    return new ProblemException(
        ErrorCode.OBJECT_MISSING, "It was removed or replaced. List the directory again.");
  }
}
