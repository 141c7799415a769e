package dev.slipway.media.source;

/**
 * Random access to the bytes of a file that is stored elsewhere, such as an object of the store.
 */
public interface MediaSource {
  /** The size of the file in bytes. */
  long size();

  /**
   * Reads bytes. Runtime exceptions of the store pass through.
   *
   * @param offset of the first byte, less than {@link #size}
   * @param length how many bytes to read, at least one; the range ends within the file
   * @return exactly {@code length} bytes
   */
  byte[] read(long offset, int length);
}
