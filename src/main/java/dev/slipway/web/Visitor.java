package dev.slipway.web;

/** The person who views a page, as far as the shared layout needs to know. */
public interface Visitor {
  boolean isLoggedIn();

  /** The account's name, or an empty text. */
  String getName();

  /** Whether they may upload. */
  boolean isCreator();

  /** Whether they may manage everything. */
  boolean isAdmin();
}
