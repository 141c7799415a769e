package dev.slipway.sftp.files;

/** Refuses a request with one of the status codes of SFTP and a text for people. */
public class SftpStatusException extends RuntimeException {
  private final int status;

  /**
   * @param status a constant {@code SSH_FX_…} of version 3
   * @param message what is wrong and what to do about it
   */
  public SftpStatusException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
