package dev.slipway.uploads.multipart;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.slipway.storage.ObjectContent;
import dev.slipway.storage.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * The bytes of one part, collected in a temporary file. On POSIX systems the file has no name once
 * it is open, so its space is freed when the process ends, however it ends.
 */
public final class Spool implements ObjectContent, AutoCloseable {
  private static final Path DIRECTORY = Path.of(System.getProperty("java.io.tmpdir"));

  private final long capacity;
  private final FileChannel file;
  private final MessageDigest digest = Sha256.newDigest();
  private long size;
  private String checksum;

  /**
   * @throws UncheckedIOException if the disk is full, like every method
   */
  public Spool(long capacity) {
    this(capacity, DIRECTORY);
  }

  Spool(long capacity, Path directory) {
    this.capacity = capacity;
    try {
      this.file =
          FileChannel.open(
              directory.resolve("slipway-part-" + UUID.randomUUID()),
              CREATE_NEW,
              READ,
              WRITE,
              DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isFull() {
    return size == capacity;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * Adds bytes as long as there is space.
   *
   * @return how many were added
   */
  public int append(byte[] data, int start, int length) {
    var count = (int) Math.min(length, capacity - size);
    var bytes = ByteBuffer.wrap(data, start, count);
    var position = size;
    try {
      while (bytes.hasRemaining()) {
        position += file.write(bytes, position);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    digest.update(data, start, count);
    size = position;
    checksum = null;
    return count;
  }

  /** Empties the file for the next part. */
  public void clear() {
    try {
      file.truncate(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    digest.reset();
    size = 0;
    checksum = null;
  }

  @Override
  public long size() {
    return size;
  }

  /**
   * Ends the collection of the part: afterwards only {@link #clear} makes space for other bytes.
   */
  @Override
  public String checksumSha256() {
    if (checksum == null) {
      checksum = Checksums.toBase64(digest.digest());
    }
    return checksum;
  }

  /** Reads from the beginning. Closing the stream keeps the file open. */
  @Override
  public InputStream open() throws IOException {
    file.position(0);
    return new UnclosedInputStream(Channels.newInputStream(file));
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps the channel open for the next attempt to send the part. */
  private static final class UnclosedInputStream extends FilterInputStream {
    private UnclosedInputStream(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // The spool closes the file.
    }
  }
}
