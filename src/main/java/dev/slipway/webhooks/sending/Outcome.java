package dev.slipway.webhooks.sending;

/** How an attempt ended. The lower-case name is a label in the metrics. */
public enum Outcome {
  /** The receiver answered with a 2xx status. */
  DELIVERED(null),
  /** It answered 410: it wants no more events. */
  GONE("The receiver answered 410 Gone."),
  REDIRECTED(
      "The receiver answered with a redirect, which isn't followed. Enter the final address."),
  /** It answered with another 4xx status. */
  REFUSED("The receiver refused the event."),
  /** It answered with a 5xx or another unexpected status. */
  SERVER_ERROR("The receiver answered with a server error."),
  /** It did not answer in time, or closed the connection. */
  NO_RESPONSE("The receiver didn't answer in time, or closed the connection."),
  UNREACHABLE(
      "The receiver can't be reached: its name is unknown, or nothing accepts connections."),
  TLS_FAILED("The connection isn't secure: check the receiver's certificate and its host name."),
  ADDRESS_FORBIDDEN(
      "The receiver's address is private or reserved, or the URL is not allowed here."),
  /** The secret can't be decrypted. */
  UNSIGNED("The secret can no longer be decrypted. Replace it.");

  private final String problem;

  Outcome(String problem) {
    this.problem = problem;
  }

  /** A sentence for people, which contains nothing of the response; null if it was delivered. */
  public String problem() {
    return problem;
  }

  static Outcome ofStatus(int status) {
    return switch (status / 100) {
      case 2 -> DELIVERED;
      case 3 -> REDIRECTED;
      case 4 -> status == 410 ? GONE : REFUSED;
      default -> SERVER_ERROR;
    };
  }
}
