package dev.slipway.media.source;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A local file of the same length as a stored one, with only those bytes that were fetched; the
 * others are zero and take no space. The bytes and reads of the stored file are limited, and no
 * byte is read twice. Not safe for concurrent use.
 */
public final class LocalView implements AutoCloseable {
  /** The length of one read, so that memory is limited. */
  private static final int CHUNK = 4 << 20;

  private final MediaSource source;
  private final Path path;
  private final FileChannel file;
  private final long size;
  private final long maxBytes;
  private final int maxReads;

  /** The ends of the ranges that were fetched, by their starts. They neither overlap nor touch. */
  private final TreeMap<Long, Long> fetched = new TreeMap<>();

  private long bytesRead;
  private int reads;

  /**
   * @param path of the local file, which is created
   * @param maxBytes how many bytes of the source may be read
   * @param maxReads how many reads the source may get
   * @throws IOException if the file can't be created, or its system supports no file of this length
   */
  public LocalView(MediaSource source, Path path, long maxBytes, int maxReads) throws IOException {
    this.source = source;
    this.path = path;
    this.size = source.size();
    this.maxBytes = maxBytes;
    this.maxReads = maxReads;
    this.file = FileChannel.open(path, CREATE_NEW, SPARSE, READ, WRITE);
    if (size > 0) {
      // Gives the file its length.
      file.write(ByteBuffer.allocate(1), size - 1);
    }
  }

  public Path path() {
    return path;
  }

  /** The size of the stored file, and of the local one. */
  public long size() {
    return size;
  }

  /** How many bytes of the stored file may be read. */
  public long maxBytes() {
    return maxBytes;
  }

  public long bytesRead() {
    return bytesRead;
  }

  public int reads() {
    return reads;
  }

  /** How many more bytes may be fetched. */
  public long remaining() {
    return maxBytes - bytesRead;
  }

  /** Whether all bytes of the stored file are here. */
  public boolean isComplete() {
    return hasFetched(0, size);
  }

  /**
   * Makes a range of the file available; what lies beyond the end of the file is left out.
   *
   * @throws SourceLimitException if that exceeds a limit; nothing is read then
   * @throws LocalFileException if the local file can't be written
   */
  public void fetch(long offset, long length) {
    var start = Math.max(0, Math.min(offset, size));
    var end = length < size - start ? start + Math.max(0, length) : size;
    for (var at = start; at < end; ) {
      var known = fetched.floorEntry(at);
      if (known != null && known.getValue() > at) {
        at = known.getValue();
        continue;
      }
      var next = fetched.higherKey(at);
      var gapEnd = next == null ? end : Math.min(end, next);
      read(at, gapEnd);
      at = gapEnd;
    }
  }

  /** Fetches a range and returns it; it is shorter at the end of the file. */
  public byte[] bytes(long offset, int length) {
    fetch(offset, length);
    var available = (int) Math.max(0, Math.min(length, size - offset));
    var buffer = ByteBuffer.allocate(available);
    try {
      while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {
        continue;
      }
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
    return buffer.array();
  }

  /**
   * Replaces bytes in the local file, whether or not they were fetched.
   *
   * @throws LocalFileException if the local file can't be written
   */
  public void overwrite(long offset, byte[] bytes) {
    try {
      write(offset, bytes);
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
  }

  /**
   * Removes a range from the local file, so that programs don't search the zeros in it. Nothing can
   * be fetched afterwards.
   *
   * @param start offset of the first byte to remove
   * @param end offset of the first byte after the range; the size of the file to remove the rest
   */
  public void cutOut(long start, long end) {
    try {
      var to = start;
      for (var from = end; from < size; ) {
        var chunk = ByteBuffer.allocate((int) Math.min(CHUNK, size - from));
        from += Math.max(1, file.read(chunk, from));
        chunk.flip();
        while (chunk.hasRemaining()) {
          to += file.write(chunk, to);
        }
      }
      file.truncate(to);
    } catch (IOException e) {
      throw new LocalFileException(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private boolean hasFetched(long start, long end) {
    var known = fetched.floorEntry(start);
    return start >= end || known != null && known.getValue() >= end;
  }

  private void read(long start, long end) {
    var needed = end - start;
    var neededReads = (needed + CHUNK - 1) / CHUNK;
    if (needed > remaining() || reads + neededReads > maxReads) {
      throw new SourceLimitException(
          "%d bytes at %d would exceed the limit of %d bytes and %d reads"
              .formatted(needed, start, maxBytes, maxReads));
    }
    for (var at = start; at < end; at += CHUNK) {
      readChunk(at, (int) Math.min(CHUNK, end - at));
    }
  }

  private void readChunk(long offset, int length) {
    reads++;
    var bytes = source.read(offset, length);
    if (bytes.length != length) {
      throw new IllegalStateException(
          "%d instead of %d bytes were read at %d".formatted(bytes.length, length, offset));
    }
    bytesRead += length;
    overwrite(offset, bytes);
    remember(offset, offset + length);
  }

  private void write(long offset, byte[] bytes) throws IOException {
    for (var buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
      file.write(buffer, offset + buffer.position());
    }
  }

  private void remember(long start, long end) {
    var from = start;
    var to = end;
    var before = fetched.floorEntry(start);
    if (before != null && before.getValue() >= start) {
      from = before.getKey();
      to = Math.max(to, before.getValue());
    }
    for (Map.Entry<Long, Long> after = fetched.ceilingEntry(start);
        after != null && after.getKey() <= to;
        after = fetched.higherEntry(after.getKey())) {
      to = Math.max(to, after.getValue());
    }
    fetched.subMap(from, true, to, true).clear();
    fetched.put(from, to);
  }
}
