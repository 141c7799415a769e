package dev.slipway.account;

/**
 * Who asks for something: an account with its role, or a visitor without a login.
 *
 * @param name of the account; null without a login
 * @param role of the account; null without a login
 */
public record Caller(String name, Role role) {
  public static final Caller ANONYMOUS = new Caller(null, null);

  public Caller {
    if ((name == null) != (role == null)) {
      throw new IllegalArgumentException("An account has a name and a role");
    }
  }

  public boolean isLoggedIn() {
    return name != null;
  }

  /** Whether the caller has this role, or one that includes it. */
  public boolean hasRole(Role required) {
    return role != null && role.compareTo(required) >= 0;
  }

  /** Whether something belongs to the caller. */
  public boolean owns(String owner) {
    return name != null && name.equals(owner);
  }
}
