package dev.slipway.account.password;

/** A way to verify hashed passwords slowly. */
interface PasswordAlgorithm {
  /** Whether a stored hash is one of this algorithm. */
  boolean recognizes(String hash);

  /** Whether the password has this hash. */
  boolean matches(String password, String hash);

  /** Does the work of {@link #matches} without a result. */
  void checkNothing(String password);
}
