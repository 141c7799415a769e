package dev.slipway.web;

/** Who looks at a page, as far as every page needs to know. */
public interface Visitor {
  boolean isLoggedIn();

  /** The account's name, or an empty text. */
  String getName();

  /** May upload. */
  boolean isCreator();

  /** May manage everything. */
  boolean isAdmin();
}
