package dev.slipway.media.source;

import java.io.IOException;

/** The local file of a view can't be written or read, for example because the disk is full. */
public class LocalFileException extends RuntimeException {
  LocalFileException(IOException cause) {
    super(cause.toString(), cause);
  }
}
