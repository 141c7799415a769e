package dev.slipway.account.login;

import java.util.Locale;

/** What somebody typed as their name, in the form that names have. */
final class AccountName {
  private static final int MAX_LENGTH = 64;

  private AccountName() {}

  static String normalize(String typed) {
    var name = typed.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "?");
    return name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH);
  }
}
