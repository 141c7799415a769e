package dev.slipway.account.login;

import java.net.URI;
import java.util.Optional;

/** A login at another system, which the login page offers beside the local one. */
public interface ExternalLogin {
  /** Empty if none is configured. */
  Optional<Offer> offer();

  /**
   * Returns the address at which the person logs out of the other system as well; empty if the
   * session didn't begin there, or if it has no such address. Must be called before the session
   * ends.
   *
   * @param afterwards the page of this application to return to
   */
  Optional<URI> logOutUrl(String sessionToken, URI afterwards);

  /**
   * What the login page shows.
   *
   * @param name completes the button's text: Log in with …
   * @param unreachable whether the other system didn't respond when it was last asked
   */
  record Offer(String name, boolean unreachable) {}
}
