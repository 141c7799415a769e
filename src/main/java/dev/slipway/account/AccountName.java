package dev.slipway.account;

import java.util.Locale;

/** What somebody typed as their name, in the form that names have. */
final class AccountName {
  private static final int LONGEST = 64;

  private AccountName() {}

  static String of(String typed) {
    var name = typed.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "?");
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST);
  }
}
