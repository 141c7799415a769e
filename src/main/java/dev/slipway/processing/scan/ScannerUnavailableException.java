package dev.slipway.processing.scan;

/** The scanner did not answer, or could not scan the file. Scanning again later may succeed. */
public final class ScannerUnavailableException extends RuntimeException {
  ScannerUnavailableException(String message) {
    super(message);
  }

  ScannerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
