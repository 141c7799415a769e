package dev.slipway.account.settings;

/**
 * The form that changes the password.
 *
 * @param field the name of the field that the error belongs to; "form" for none of them; null if
 *     there is no error
 * @param error what is wrong and what to do; null if there is no error
 * @param revokeTokens as chosen before
 */
record PasswordForm(String field, String error, boolean revokeTokens) {
  static PasswordForm empty() {
    return new PasswordForm(null, null, false);
  }
}
