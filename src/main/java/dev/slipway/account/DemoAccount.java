package dev.slipway.account;

import java.util.List;

/**
 * An account with a published password, for demos.
 *
 * @param description what the account may do, shown on the login page
 */
public record DemoAccount(String name, Role role, String description) {
  static final List<DemoAccount> ALL =
      List.of(
          new DemoAccount("creator", Role.CREATOR, "uploads and manages own videos"),
          new DemoAccount("creator2", Role.CREATOR, "like creator, but can’t see creator’s videos"),
          new DemoAccount("admin", Role.ADMIN, "manages all videos"),
          new DemoAccount("viewer", Role.VIEWER, "watches public videos"));

  public String password() {
    return name + "-demo";
  }
}
