package dev.slipway.web.limits;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body of which no more than so many bytes are read. */
final class LimitedInputStream extends FilterInputStream {
  private final int limit;
  private final Runnable beyond;
  private long count;

  /**
   * @param beyond called once more has come than the limit; it may throw
   */
  LimitedInputStream(InputStream body, int limit, Runnable beyond) {
    super(body);
    this.limit = limit;
    this.beyond = beyond;
  }

  @Override
  public int read() throws IOException {
    var one = super.read();
    count(one < 0 ? 0 : 1);
    return one;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    var read = super.read(target, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  /** Closing a body reads the rest of it, which of one that is too long nobody wants. */
  @Override
  public void close() throws IOException {
    if (count <= limit) {
      super.close();
    }
  }

  private void count(int bytes) {
    count += bytes;
    if (count > limit) {
      beyond.run();
    }
  }
}
