package dev.slipway.account;

/**
 * An account changed in a way that ends something. Fired in the transaction of the change, so that
 * what depends on the account ends with it or not at all.
 *
 * @param name of the account
 */
public record AccountEvent(Kind kind, String name) {
  /** What happened to the account. */
  public enum Kind {
    /** A demo account now belongs to the operator, and its password is not published any more. */
    CLAIMED,
    DISABLED,
    /** Its password doesn't apply any more. */
    RESET,
    /** An administrator ended its logins. */
    LOGGED_OUT,
    REMOVED
  }

  /**
   * Whether all that was created with the account's rights ends too: its tokens, webhooks and share
   * links. What a disabled account has created rests until the account is enabled.
   */
  public boolean revokesAll() {
    return kind == Kind.CLAIMED || kind == Kind.REMOVED;
  }
}
