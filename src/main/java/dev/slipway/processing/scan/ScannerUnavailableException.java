package dev.slipway.processing.scan;

/** The scanner did not answer, or could not scan the file. Scanning again later may succeed. */
public final class ScannerUnavailableException extends RuntimeException {
  private final boolean broken;

  /**
   * @param broken whether the scanner began with the file, and then ended the connection
   */
  ScannerUnavailableException(String message, boolean broken, Throwable cause) {
    super(message, cause);
    this.broken = broken;
  }

  ScannerUnavailableException(String message) {
    this(message, false, null);
  }

  /**
   * Whether the scanner began with the file, and then ended the connection. The file may have
   * crashed it.
   */
  public boolean isBroken() {
    return broken;
  }
}
