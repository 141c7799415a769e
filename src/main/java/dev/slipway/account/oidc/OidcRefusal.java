package dev.slipway.account.oidc;

import jakarta.ws.rs.core.Response.Status;
import java.util.Locale;

/** A login at the provider that doesn't lead to a session. Its message is for the log. */
class OidcRefusal extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  OidcRefusal(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  OidcRefusal(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  /** Why the login is refused. Its name in kebab case is the code in the audit log. */
  enum Reason {
    EXPIRED(
        Status.BAD_REQUEST,
        "This login took too long, or was started in another browser. Start again."),
    DENIED(Status.FORBIDDEN, "%s refused the login. Try again, or ask its administrator."),
    PROVIDER_UNREACHABLE(
        Status.SERVICE_UNAVAILABLE, "%s can't be reached at the moment. Try again in a minute."),
    PROVIDER_FAULTY(
        Status.BAD_GATEWAY,
        "The login failed because of a problem between Slipway and %s. Try again; if it happens"
            + " again, tell your administrator."),
    STRONGER_LOGIN_NEEDED(
        Status.FORBIDDEN,
        "Slipway needs a stronger or more recent login than the one that %s reports. Log in again"
            + " there, with a second factor if you have one."),
    NO_ROLE(
        Status.FORBIDDEN,
        "Your account at %s has no access to Slipway. Ask your administrator for a role."),
    NO_NAME(
        Status.FORBIDDEN,
        "%s reports no name from which an account could be made. Tell your administrator."),
    NAME_TAKEN(
        Status.CONFLICT,
        "Slipway already has an account with your name, but it isn't linked to your login at %s."
            + " Ask your administrator to link them."),
    DISABLED(Status.FORBIDDEN, "Your Slipway account is disabled. Ask your administrator."),
    THROTTLED(Status.TOO_MANY_REQUESTS, "Too many failed logins. Wait a minute, then try again.");

    private final Status status;
    private final String message;

    Reason(Status status, String message) {
      this.status = status;
      this.message = message;
    }

    Status status() {
      return status;
    }

    /** Whether the same may succeed in a minute. */
    boolean isTemporary() {
      return this == PROVIDER_UNREACHABLE || this == THROTTLED;
    }

    /**
     * Tells the person what to do.
     *
     * @param provider the configured name of the provider
     */
    String message(String provider) {
      var name = provider.substring(0, 1).toUpperCase(Locale.ROOT) + provider.substring(1);
      return message.startsWith("%s") ? message.formatted(name) : message.formatted(provider);
    }
  }
}
