package dev.slipway.account.login;

/** How the holder of a session has proved who it is. */
public enum LoginMethod {
  PASSWORD("password"),
  OPENID_CONNECT("OpenID Connect");

  private final String text;

  LoginMethod(String text) {
    this.text = text;
  }

  /** The method in words, for the audit log and for pages. */
  public String text() {
    return text;
  }
}
