package dev.slipway.catalogue.captions;

/** A caption file can't be read. The message says why, in a sentence for people. */
final class InvalidCaptionsException extends RuntimeException {
  InvalidCaptionsException(String message) {
    super(message);
  }

  /**
   * @param line counted from 1
   */
  static InvalidCaptionsException inLine(int line, String problem) {
    return new InvalidCaptionsException("Line %d: %s".formatted(line, problem));
  }
}
