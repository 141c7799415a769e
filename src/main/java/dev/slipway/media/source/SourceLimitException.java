package dev.slipway.media.source;

/** More bytes or reads of a file would be necessary than the limit allows. */
public class SourceLimitException extends RuntimeException {
  SourceLimitException(String message) {
    super(message);
  }
}
