package dev.slipway.account;

import java.util.List;

/** What an account may do. Each role may do what the ones before it may. */
public enum Role {
  VIEWER,
  CREATOR,
  ADMIN;

  /** Watches what is public. */
  public static final String VIEWER_NAME = "viewer";

  /** Uploads, and manages their own. */
  public static final String CREATOR_NAME = "creator";

  /** Manages all. */
  public static final String ADMIN_NAME = "admin";

  private static final List<String> NAMES = List.of(VIEWER_NAME, CREATOR_NAME, ADMIN_NAME);

  /** This role's name and those that it contains, the widest first. */
  List<String> names() {
    var names = new java.util.ArrayList<>(NAMES.subList(0, ordinal() + 1));
    java.util.Collections.reverse(names);
    return List.copyOf(names);
  }
}
