package dev.slipway.account;

import java.util.List;

/**
 * An account with a published password, to try things with.
 *
 * @param can what it may do, for the login page
 */
public record DemoAccount(String name, Role role, String description) {
  static final List<DemoAccount> ALL =
      List.of(
          new DemoAccount("creator", Role.CREATOR, "uploads, and manages their own"),
          new DemoAccount("creator2", Role.CREATOR, "the same, and sees nothing of the first"),
          new DemoAccount("admin", Role.ADMIN, "manages all"),
          new DemoAccount("viewer", Role.VIEWER, "watches what is public"));

  public String password() {
    return name + "-demo";
  }
}
