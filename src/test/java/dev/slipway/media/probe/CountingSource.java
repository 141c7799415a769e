package dev.slipway.media.probe;

import dev.slipway.media.source.MediaSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A local file that counts what is read of it, as a store would send it. */
public final class CountingSource implements MediaSource, AutoCloseable {
  private final FileChannel file;
  private final long size;
  private long bytes;
  private int reads;

  public CountingSource(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.READ);
    size = file.size();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public byte[] read(long offset, int length) {
    if (length < 1 || offset < 0 || offset + length > size) {
      throw new IllegalArgumentException("%d bytes at %d of %d".formatted(length, offset, size));
    }
    var buffer = ByteBuffer.allocate(length);
    try {
      while (buffer.hasRemaining()) {
        file.read(buffer, offset + buffer.position());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bytes += length;
    reads++;
    return buffer.array();
  }

  public long bytes() {
    return bytes;
  }

  public int reads() {
    return reads;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
