package dev.slipway.sftp.server;

/** A login is refused. The message tells the client what to do. */
final class LoginRefusedException extends RuntimeException {
  LoginRefusedException(String message) {
    super(message, null, false, false);
  }

  /** The same for wrong names, wrong passwords and too many of them, so strangers learn nothing. */
  static LoginRefusedException ofWrongPassword() {
    return new LoginRefusedException(
        "Log in with the name of an account that may upload, and its password or an API token."
            + " After many failed logins, wait for a minute.");
  }
}
