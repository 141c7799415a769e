package dev.slipway.lab.comparison.client;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A way to send a file. */
public enum Way {
  PUT(
      "Pre-signed PUT",
      "A URL for this file alone, and the token that requested it",
      "The URL: nothing but the same bytes, under the same key, once, for minutes. The token stays"
          + " with the program that requests URLs.",
      "Starts over: the store keeps nothing of a PUT that breaks off. The same URL is used again."),
  PARTS(
      "Pre-signed parts",
      "URLs for parts of this file, and the token that requested them",
      "A URL: one part of one upload, with the same bytes, for minutes. The token stays with the"
          + " program that requests URLs.",
      "Asks which parts the store has, and sends the others."),
  APPLICATION(
      "Through the application",
      "An API token, or a session",
      "Everything that the account can do below /api, until the token is revoked or expires.",
      "Starts over: nothing is left of a request that breaks off."),
  SFTP(
      "SFTP",
      "An API token, or the password of the account",
      "List, read, add and remove all files of the account. With the password, everything else"
          + " too.",
      "Asks how much the server has stored, which is the end of a full part, and sends the rest.");

  private final String title;
  private final String credential;
  private final String ifStolen;
  private final String afterCut;

  Way(String title, String credential, String ifStolen, String afterCut) {
    this.title = title;
    this.credential = credential;
    this.ifStolen = ifStolen;
    this.afterCut = afterCut;
  }

  /** The name in JSON. */
  @JsonValue
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String title() {
    return title;
  }

  /** The credential that a client holds. */
  public String credential() {
    return credential;
  }

  /** The harm that a stolen credential can do. */
  public String ifStolen() {
    return ifStolen;
  }

  /** The behaviour when the connection is cut and the client continues. */
  public String afterCut() {
    return afterCut;
  }
}
