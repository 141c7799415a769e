package dev.slipway.account.administration;

import dev.slipway.account.Account;
import java.util.Locale;

/** Whether an account can be used. */
enum AccountStatus {
  ACTIVE,
  /** Its person has not chosen a password, and has not logged in by another way. */
  INVITED,
  DISABLED,
  REMOVED;

  static AccountStatus of(Account account) {
    if (account.isRemoved()) {
      return REMOVED;
    }
    if (account.isDisabled()) {
      return DISABLED;
    }
    return account.hasPassword() || account.lastLoginAt() != null ? ACTIVE : INVITED;
  }

  /** Which rows have the status. */
  String condition() {
    return switch (this) {
      case ACTIVE ->
          "removed_at is null and disabled_at is null"
              + " and (password_hash is not null or last_login_at is not null)";
      case INVITED ->
          "removed_at is null and disabled_at is null and password_hash is null"
              + " and last_login_at is null";
      case DISABLED -> "removed_at is null and disabled_at is not null";
      case REMOVED -> "removed_at is not null";
    };
  }

  String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
