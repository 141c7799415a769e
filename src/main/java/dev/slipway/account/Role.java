package dev.slipway.account;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What an account may do. Each role includes the ones before it. */
public enum Role {
  VIEWER,
  CREATOR,
  ADMIN;

  /** Watches public videos. */
  public static final String VIEWER_NAME = "viewer";

  /** Uploads videos and manages its own. */
  public static final String CREATOR_NAME = "creator";

  /** Manages all videos and the installation. */
  public static final String ADMIN_NAME = "admin";

  private static final List<String> NAMES = List.of(VIEWER_NAME, CREATOR_NAME, ADMIN_NAME);

  /** The name of this role and of those that it includes, the most powerful first. */
  List<String> names() {
    var names = new ArrayList<>(NAMES.subList(0, ordinal() + 1));
    Collections.reverse(names);
    return List.copyOf(names);
  }
}
