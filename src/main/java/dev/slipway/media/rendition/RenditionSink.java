package dev.slipway.media.rendition;

/** Receives the bytes of a rendition while it is made, such as an upload to the store. */
public interface RenditionSink {
  /**
   * Takes the next bytes, and blocks until there is room for them. A runtime exception ends the
   * transcoding and passes through.
   */
  void write(byte[] bytes, int offset, int length);
}
