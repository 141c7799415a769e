package dev.slipway.storage;

import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes that the application itself stores. They can be read again if a call has to be repeated.
 */
public interface ObjectContent {
  /** The number of bytes, at least one. */
  long size();

  /** The SHA-256 of the bytes in base64. */
  String checksumSha256();

  InputStream open() throws IOException;
}
