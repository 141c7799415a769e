package dev.slipway.account.settings;

/**
 * The form that adds a public key.
 *
 * @param name as typed before
 * @param error why the key was refused; null if there is no error
 */
record KeyForm(String name, String error) {
  static KeyForm empty() {
    return new KeyForm("", null);
  }
}
